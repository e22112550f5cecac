// What Swift cannot import from HDF5 are macros; each one needed has a small function here.
#pragma once

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

static inline hid_t hdf5_default_properties(void) { return H5P_DEFAULT; }
static inline hid_t hdf5_whole_dataspace(void) { return H5S_ALL; }
static inline hid_t hdf5_byte_type(void) { return H5T_NATIVE_UINT8; }
static inline unsigned hdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned hdf5_new_file(void) { return H5F_ACC_EXCL; }

/// Starts the library so that it loads no plugin and reads from disks that know no locks.
/// The environment must be set before the library's first call.
static inline int hdf5_start(void) {
    setenv("HDF5_PLUGIN_PRELOAD", "::", 1);
    setenv("HDF5_USE_FILE_LOCKING", "BEST_EFFORT", 0);
    if (H5open() < 0) return -1;
    return H5PLset_loading_state(0) < 0 ? -1 : 0;
}

/// Keeps the library from printing its errors. Some builds keep this setting for each thread.
static inline void hdf5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/// A scalar of `size` bytes, laid out as h5py lays out `numpy.bytes_`. Close it with `H5Tclose`.
static inline hid_t hdf5_bytes_type(size_t size) {
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0) return type;
    if (H5Tset_size(type, size) < 0 || H5Tset_strpad(type, H5T_STR_NULLPAD) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

/// Properties of a dataset that does not note when it was made: the same crops give the same file. Close with `H5Pclose`.
static inline hid_t hdf5_timeless_dataset(void) {
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    if (properties < 0) return properties;
    if (H5Pset_obj_track_times(properties, 0) < 0) {
        H5Pclose(properties);
        return -1;
    }
    return properties;
}

typedef void (*hdf5_name_receiver)(const char *name, void *context);

struct hdf5_names {
    hdf5_name_receiver receive;
    void *context;
};

static inline herr_t hdf5_receive_link(hid_t group, const char *name, const H5L_info_t *info, void *data) {
    (void)group;
    (void)info;
    struct hdf5_names *names = (struct hdf5_names *)data;
    names->receive(name, names->context);
    return 0;
}

/// Tells `receive` the name of every link in the root group, sorted.
static inline int hdf5_each_name(hid_t file, hdf5_name_receiver receive, void *context) {
    struct hdf5_names names = {receive, context};
    return H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, NULL, hdf5_receive_link, &names) < 0 ? -1 : 0;
}

struct hdf5_text {
    char *buffer;
    size_t size;
};

static inline herr_t hdf5_take_description(unsigned depth, const H5E_error2_t *error, void *data) {
    (void)depth;
    struct hdf5_text *text = (struct hdf5_text *)data;
    if (text->buffer[0] == 0 && error->desc) strncat(text->buffer, error->desc, text->size - 1);
    return 0;
}

/// Writes the innermost reason of the last failed call to `buffer`.
static inline void hdf5_last_error(char *buffer, size_t size) {
    struct hdf5_text text = {buffer, size};
    buffer[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, hdf5_take_description, &text);
}
