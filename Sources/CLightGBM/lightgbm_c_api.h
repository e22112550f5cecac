// The part of LightGBM's C API that Cygnet calls. The wheel ships no header, so the prototypes are declared here
// (LightGBM 4.7.0, include/LightGBM/c_api.h). Every function returns 0, or -1 with the reason in LGBM_GetLastError.
#pragma once

#include <stdint.h>

typedef void *DatasetHandle;
typedef void *BoosterHandle;

enum {
  C_API_DTYPE_FLOAT32 = 0,
};

enum {
  C_API_PREDICT_NORMAL = 0,
  C_API_PREDICT_RAW_SCORE = 1,
  C_API_PREDICT_CONTRIB = 3,
};

enum {
  C_API_FEATURE_IMPORTANCE_SPLIT = 0,
  C_API_FEATURE_IMPORTANCE_GAIN = 1,
};

const char *LGBM_GetLastError(void);

// The callback belongs to the calling thread; a message arrives in pieces and ends with a line feed.
int LGBM_RegisterLogCallback(void (*callback)(const char *));

// Exported by the library, though not in c_api.h: the number of threads of the calls that follow, of every thread.
void OMP_SET_NUM_THREADS(int num_threads);

int LGBM_GetSampleCount(int32_t num_total_row, const char *parameters, int *out);
int LGBM_SampleIndices(int32_t num_total_row, const char *parameters, void *out, int32_t *out_len);

int LGBM_DatasetCreateFromSampledColumn(double **sample_data, int **sample_indices, int32_t ncol,
                                        const int *num_per_col, int32_t num_sample_row, int32_t num_local_row,
                                        int64_t num_dist_row, const char *parameters, DatasetHandle *out);
int LGBM_DatasetCreateByReference(const DatasetHandle reference, int64_t num_total_row, DatasetHandle *out);
int LGBM_DatasetPushRows(DatasetHandle dataset, const void *data, int data_type, int32_t nrow, int32_t ncol,
                         int32_t start_row);
int LGBM_DatasetGetSubset(const DatasetHandle handle, const int32_t *used_row_indices, int32_t num_used_row_indices,
                          const char *parameters, DatasetHandle *out);
// Adds copies of the source's columns to the target; both must have the same rows.
int LGBM_DatasetAddFeaturesFrom(DatasetHandle target, DatasetHandle source);
int LGBM_DatasetSetFeatureNames(DatasetHandle handle, const char **feature_names, int num_feature_names);
int LGBM_DatasetSetField(DatasetHandle handle, const char *field_name, const void *field_data, int num_element,
                         int type);
int LGBM_DatasetFree(DatasetHandle handle);

int LGBM_BoosterCreate(const DatasetHandle train_data, const char *parameters, BoosterHandle *out);
int LGBM_BoosterLoadModelFromString(const char *model_str, int *out_num_iterations, BoosterHandle *out);
int LGBM_BoosterAddValidData(BoosterHandle handle, const DatasetHandle valid_data);
int LGBM_BoosterUpdateOneIter(BoosterHandle handle, int *is_finished);
int LGBM_BoosterGetNumPredict(BoosterHandle handle, int data_idx, int64_t *out_len);
int LGBM_BoosterGetPredict(BoosterHandle handle, int data_idx, int64_t *out_len, double *out_result);
int LGBM_BoosterPredictForMat(BoosterHandle handle, const void *data, int data_type, int32_t nrow, int32_t ncol,
                              int is_row_major, int predict_type, int start_iteration, int num_iteration,
                              const char *parameter, int64_t *out_len, double *out_result);
int LGBM_BoosterSaveModelToString(BoosterHandle handle, int start_iteration, int num_iteration,
                                  int feature_importance_type, int64_t buffer_len, int64_t *out_len, char *out_str);
int LGBM_BoosterFeatureImportance(BoosterHandle handle, int num_iteration, int importance_type, double *out_results);
int LGBM_BoosterFree(BoosterHandle handle);
