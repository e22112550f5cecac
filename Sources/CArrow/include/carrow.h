// CSV and Parquet by Apache Arrow, behind a C ABI.
//
// Every function returns a status and never throws; `carrow_message` tells the calling thread why its last call failed.
// Tables are handed over through the Arrow C data interface
// (https://arrow.apache.org/docs/format/CDataInterface.html), whose three structures are declared below.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/// How a call ended.
enum {
    CARROW_OK = 0,
    /// The content of a file is not what it should be.
    CARROW_INVALID = 1,
    /// A file cannot be opened, read or written.
    CARROW_IO = 2,
    /// Anything else, memory included.
    CARROW_FAILED = 3,
};

/// What a column holds.
enum {
    CARROW_FLOAT64 = 0,
    CARROW_FLOAT32 = 1,
    CARROW_INT64 = 2,
    /// UTF-8 text, exchanged as a dictionary with 32-bit indices.
    CARROW_TEXT = 3,
    /// UTF-8 text that hardly repeats, only written, exchanged as it stands.
    CARROW_PLAIN_TEXT = 4,
};

/// Why the last failed call of this thread failed. Never null.
const char *carrow_message(void);

/// Reads `count` columns of a CSV file with a header, in the order of `names`, on all processors.
/// The texts in `missing` are missing cells. The caller releases `out`.
int carrow_csv_read(const char *path, const char *const *names, const int32_t *types, int64_t count,
                    const char *const *missing, int64_t missing_count, struct ArrowArrayStream *out);

/// Reads the number at the start of a text, rounded to the nearest double, and returns where it ends; null where there is
/// none, or it does not fit.
const char *carrow_parse_double(const char *first, const char *last, double *out);

/// An open Parquet file.
typedef struct carrow_parquet_reader carrow_parquet_reader;

/// Opens a Parquet file of flat columns; `schema` is a structure with one child for each column. The caller releases
/// `schema` and closes `out`.
int carrow_parquet_reader_open(const char *path, carrow_parquet_reader **out, struct ArrowSchema *schema,
                               int64_t *row_count);

/// Reads `count` columns by their positions, in ascending order, on all processors. The caller releases `out`.
int carrow_parquet_reader_read(carrow_parquet_reader *reader, const int32_t *columns, int64_t count,
                               struct ArrowArrayStream *out);

void carrow_parquet_reader_close(carrow_parquet_reader *reader);

/// A Parquet file that is being written.
typedef struct carrow_parquet_writer carrow_parquet_writer;

/// Starts a Parquet file: numbers and plain text as they stand, other text with a dictionary, nothing compressed. Only nullable columns may hold missing
/// cells; the others are written faster.
int carrow_parquet_writer_open(const char *path, const char *const *names, const int32_t *types, const bool *nullable,
                               int64_t count, carrow_parquet_writer **out);

/// Starts a group of rows; every column follows, in order, with the same number of rows.
int carrow_parquet_writer_start_rows(carrow_parquet_writer *writer);

/// Writes the next column of the group straight from the caller's memory; consumes `array`.
int carrow_parquet_writer_column(carrow_parquet_writer *writer, struct ArrowArray *array);

/// Finishes the file. The writer must still be closed.
int carrow_parquet_writer_finish(carrow_parquet_writer *writer);

void carrow_parquet_writer_close(carrow_parquet_writer *writer);

#ifdef __cplusplus
}
#endif
