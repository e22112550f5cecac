// The C interface between Swift and libtorch: one struct of function pointers, filled by libCTorch.so.
//
// libCTorch.so is opened at run time, so that a command without tensors never pays for libtorch. Its only exported
// function is `ctorch_table`.
//
// Rules:
// * A function that can fail returns CTORCH_OK or another status; its message is `last_error()` of the same thread,
//   valid until that thread's next call. No C++ exception ever leaves a function.
// * A tensor returned through `out` belongs to the caller, who frees it with `tensor_free`. `out` is untouched on failure.
// * Arguments are borrowed for the length of the call. NULL stands for an absent tensor where marked `_Nullable`.
// * A shape or another list of integers is a pointer and a count. A negative axis counts from the end.
// * A device is CTORCH_CPU or the number of a CUDA device.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Parameters of function pointers are outside the reach of `assume_nonnull`; what may be NULL is marked nevertheless.
#pragma clang assume_nonnull begin
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

/// The version of this struct: the library and its user must agree.
#define CTORCH_INTERFACE_VERSION 3

/// A tensor: a counted reference to libtorch's.
typedef struct ctorch_tensor ctorch_tensor;
/// A source of random numbers.
typedef struct ctorch_generator ctorch_generator;
/// A queue of a device's work beside the one that threads use by themselves.
typedef struct ctorch_stream ctorch_stream;
/// A point in a queue, to be waited for by another.
typedef struct ctorch_event ctorch_event;
/// A thread's modes (gradients, inference, autocast, queue) that are restored by `scope_leave`.
typedef struct ctorch_scope ctorch_scope;

enum { CTORCH_OK = 0, CTORCH_FAILURE = 1, CTORCH_OUT_OF_MEMORY = 2 };
enum { CTORCH_CPU = -1 };

typedef enum ctorch_dtype {
    CTORCH_FLOAT32, CTORCH_FLOAT64, CTORCH_FLOAT16, CTORCH_BFLOAT16, CTORCH_INT64, CTORCH_INT32, CTORCH_INT16,
    CTORCH_INT8, CTORCH_UINT8, CTORCH_BOOL,
} ctorch_dtype;

typedef enum ctorch_unary {
    CTORCH_NEGATE, CTORCH_ABS, CTORCH_EXP, CTORCH_LOG, CTORCH_LOG1P, CTORCH_SQRT, CTORCH_SIN, CTORCH_COS,
    CTORCH_TANH, CTORCH_ERFINV, CTORCH_SIGMOID, CTORCH_LOG_SIGMOID, CTORCH_RELU, CTORCH_RELU6, CTORCH_SILU,
    CTORCH_GELU, CTORCH_GELU_TANH, CTORCH_ROUND, CTORCH_FLOOR, CTORCH_IS_FINITE, CTORCH_LOGICAL_NOT,
    CTORCH_ZEROS_LIKE,
} ctorch_unary;

typedef enum ctorch_binary {
    CTORCH_ADD, CTORCH_SUBTRACT, CTORCH_MULTIPLY, CTORCH_DIVIDE, CTORCH_POWER, CTORCH_MAXIMUM, CTORCH_MINIMUM,
    CTORCH_EQUAL, CTORCH_NOT_EQUAL, CTORCH_LESS, CTORCH_LESS_OR_EQUAL, CTORCH_GREATER, CTORCH_GREATER_OR_EQUAL,
    CTORCH_FLOOR_DIVIDE, ///< the quotient rounded down
    CTORCH_TRUNCATING_REMAINDER, ///< what a quotient rounded towards zero leaves
} ctorch_binary;

typedef enum ctorch_reduction {
    CTORCH_SUM, CTORCH_MEAN, CTORCH_MAX, CTORCH_MIN, CTORCH_ANY, CTORCH_ALL, CTORCH_NORM,
} ctorch_reduction;

typedef enum ctorch_distribution {
    CTORCH_UNIFORM,   ///< from `first` to `second`
    CTORCH_NORMAL,    ///< mean `first`, standard deviation `second`
    CTORCH_BERNOULLI, ///< one with probability `first`
} ctorch_distribution;

/// What a linear map does with a result before it is stored; `other` has the result's shape.
typedef enum ctorch_epilogue {
    CTORCH_STORE, CTORCH_APPLY_GELU, CTORCH_APPLY_SILU, CTORCH_ADD_OTHER, CTORCH_MULTIPLY_BY_OTHER,
} ctorch_epilogue;

/// What a tensor looks like. `sizes` lives as long as the tensor's handle.
typedef struct ctorch_description {
    const int64_t *_Nullable sizes;
    int64_t rank;
    int64_t count;
    int32_t dtype;
    int32_t device;
    bool requires_grad;
} ctorch_description;

/// What a thread's modes are changed to.
typedef struct ctorch_modes {
    bool no_gradients;
    bool inference;
    /// Whether autocast of `autocast_device` is set, to on or off.
    bool sets_autocast;
    bool autocast_enabled;
    ctorch_dtype autocast_dtype;
    int32_t autocast_device;
    /// The queue of the device's work, or NULL to leave it.
    const ctorch_stream *_Nullable stream;
} ctorch_modes;

typedef struct ctorch_adamw {
    double learning_rate, beta1, beta2, weight_decay, epsilon;
} ctorch_adamw;

typedef struct ctorch_api {
    // Runtime.
    int32_t interface_version;
    const char *_Nonnull (*_Nonnull torch_version)(void);
    const char *_Nonnull (*_Nonnull compiled_torch_version)(void);
    const char *_Nonnull (*_Nonnull last_error)(void);
    int64_t (*_Nonnull live_handles)(void);
    int32_t (*_Nonnull set_threads)(int32_t within_operation, int32_t between_operations);
    int32_t (*_Nonnull thread_count)(void);
    int32_t (*_Nonnull cuda_device_count)(int32_t *out);

    // Handles.
    void (*_Nonnull tensor_free)(ctorch_tensor *_Nullable tensor);
    void (*_Nonnull describe)(const ctorch_tensor *tensor, ctorch_description *out);

    // Creation and copies.
    int32_t (*_Nonnull full)(const int64_t *sizes, int64_t rank, double value, ctorch_dtype dtype, int32_t device,
                    ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull arange)(double start, double end, double step, ctorch_dtype dtype, int32_t device,
                      ctorch_tensor *_Nullable *out);
    /// Copies `byte_count` bytes of contiguous elements. To another device than the processor they travel through pinned memory, and the
    /// copy is only begun: it is done when the thread's queue comes to it.
    int32_t (*_Nonnull from_bytes)(const void *_Nullable bytes, int64_t byte_count, const int64_t *sizes, int64_t rank, ctorch_dtype dtype,
                          int32_t device, ctorch_tensor *_Nullable *out);
    /// Copies the elements, contiguous, to `bytes`, whatever device and layout the tensor has.
    int32_t (*_Nonnull to_bytes)(const ctorch_tensor *tensor, void *bytes, int64_t byte_count);
    int32_t (*_Nonnull convert)(const ctorch_tensor *tensor, ctorch_dtype dtype, int32_t device, bool copy,
                       ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull contiguous)(const ctorch_tensor *tensor, bool channels_last, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull item)(const ctorch_tensor *tensor, double *out);

    // Devices: how much memory is free, and queues of their work.
    /// Not for the processor.
    int32_t (*_Nonnull device_free_memory)(int32_t device, int64_t *bytes);
    /// A queue whose work begins after all that the thread's own queue holds now. Not for the processor.
    int32_t (*_Nonnull stream_make)(int32_t device, ctorch_stream *_Nullable *out);
    void (*_Nonnull stream_free)(ctorch_stream *_Nullable stream);
    int32_t (*_Nonnull event_record)(const ctorch_stream *stream, ctorch_event *_Nullable *out);
    /// Lets the thread's own queue wait until `event` has happened, and keeps the memory of `tensor`, made before the event, until
    /// that queue is done with it.
    int32_t (*_Nonnull event_wait)(const ctorch_event *event, const ctorch_tensor *tensor);
    void (*_Nonnull event_free)(ctorch_event *_Nullable event);

    // Random numbers.
    int32_t (*_Nonnull generator_make)(uint64_t seed, int32_t device, ctorch_generator *_Nullable *out);
    void (*_Nonnull generator_free)(ctorch_generator *_Nullable generator);
    int32_t (*_Nonnull generator_state)(const ctorch_generator *generator, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull generator_set_state)(ctorch_generator *generator, const ctorch_tensor *state);
    int32_t (*_Nonnull random)(ctorch_distribution distribution, double first, double second, const int64_t *sizes, int64_t rank,
                      ctorch_dtype dtype, int32_t device, ctorch_generator *generator, ctorch_tensor *_Nullable *out);

    // Shape.
    int32_t (*_Nonnull reshape)(const ctorch_tensor *tensor, const int64_t *sizes, int64_t rank, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull permute)(const ctorch_tensor *tensor, const int64_t *axes, int64_t count, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull transpose)(const ctorch_tensor *tensor, int64_t first, int64_t second, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull flatten)(const ctorch_tensor *tensor, int64_t first, int64_t last, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull squeeze)(const ctorch_tensor *tensor, int64_t axis, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull unsqueeze)(const ctorch_tensor *tensor, int64_t axis, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull expand)(const ctorch_tensor *tensor, const int64_t *sizes, int64_t rank, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull flip)(const ctorch_tensor *tensor, const int64_t *axes, int64_t count, ctorch_tensor *_Nullable *out);
    /// Pads with `value`; `amounts` are before and after, from the last axis forward.
    int32_t (*_Nonnull pad)(const ctorch_tensor *tensor, const int64_t *amounts, int64_t count, double value,
                   ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull slice)(const ctorch_tensor *tensor, int64_t axis, int64_t start, int64_t end, int64_t step,
                     ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull select)(const ctorch_tensor *tensor, int64_t axis, int64_t index, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull index_select)(const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices,
                            ctorch_tensor *_Nullable *out);
    /// 0 `counts[0]` times, then 1 `counts[1]` times, and so on, `total` in all.
    int32_t (*_Nonnull repeat_indices)(const ctorch_tensor *counts, int64_t total, ctorch_tensor *_Nullable *out);
    /// `tensor` with the positions `indices` of an axis replaced by those of `source`.
    int32_t (*_Nonnull index_copy)(const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices, const ctorch_tensor *source,
                          ctorch_tensor *_Nullable *out);
    /// `tensor` with the positions of `source` added at `indices` of an axis.
    int32_t (*_Nonnull index_add)(const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices, const ctorch_tensor *source,
                         ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull is_channels_last)(const ctorch_tensor *tensor, bool *out);
    int32_t (*_Nonnull concatenate)(const ctorch_tensor *_Nonnull const *_Nonnull tensors, int64_t count, int64_t axis,
                           ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull stack)(const ctorch_tensor *_Nonnull const *_Nonnull tensors, int64_t count, int64_t axis,
                     ctorch_tensor *_Nullable *out);

    // Arithmetic.
    int32_t (*_Nonnull unary)(ctorch_unary operation, const ctorch_tensor *tensor, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull binary)(ctorch_binary operation, const ctorch_tensor *left, const ctorch_tensor *right,
                      ctorch_tensor *_Nullable *out);
    /// A whole number leaves tensors of whole numbers whole, as in Python.
    int32_t (*_Nonnull binary_scalar)(ctorch_binary operation, const ctorch_tensor *left, double right,
                             ctorch_tensor *_Nullable *out);
    /// `numerator / tensor`, element by element.
    int32_t (*_Nonnull reciprocal)(double numerator, const ctorch_tensor *tensor, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull clamp)(const ctorch_tensor *tensor, double lowest, double highest, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull where)(const ctorch_tensor *condition, const ctorch_tensor *yes, const ctorch_tensor *no,
                     ctorch_tensor *_Nullable *out);
    /// Reduces over `axes`, all of them where `count` is 0.
    int32_t (*_Nonnull reduce)(ctorch_reduction reduction, const ctorch_tensor *tensor, const int64_t *axes, int64_t count,
                      bool keeps_axes, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull variance)(const ctorch_tensor *tensor, const int64_t *axes, int64_t count, int64_t correction,
                        bool keeps_axes, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull cumulative_sum)(const ctorch_tensor *tensor, int64_t axis, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull argmax)(const ctorch_tensor *tensor, int64_t axis, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull softmax)(const ctorch_tensor *tensor, int64_t axis, bool logarithm, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull matmul)(const ctorch_tensor *left, const ctorch_tensor *right, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull singular_values)(const ctorch_tensor *matrix, ctorch_tensor *_Nullable *u, ctorch_tensor *_Nullable *s,
                               ctorch_tensor *_Nullable *vh);
    int32_t (*_Nonnull equal)(const ctorch_tensor *left, const ctorch_tensor *right, bool *out);

    // Neural networks.
    int32_t (*_Nonnull linear)(const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *_Nullable bias,
                      ctorch_tensor *_Nullable *out);
    /// Global response normalisation of `[N, H, W, C]` with `weight [C]` and `bias [C]`.
    int32_t (*_Nonnull response_norm)(const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *bias,
                             double epsilon, ctorch_tensor *_Nullable *out);
    /// A float32 weight `[O, I]` in the layout that oneDNN reads fastest for about `rows` inputs at once; only
    /// `packed_linear` understands it.
    int32_t (*_Nonnull pack_linear)(const ctorch_tensor *weight, int64_t rows, ctorch_tensor *_Nullable *out);
    /// Without gradients. `other` is needed by the epilogues that are named after it.
    int32_t (*_Nonnull packed_linear)(const ctorch_tensor *input, const ctorch_tensor *packed,
                             const ctorch_tensor *_Nullable bias, ctorch_epilogue epilogue,
                             const ctorch_tensor *_Nullable other, ctorch_tensor *_Nullable *out);
    /// Multiplies neighbours of the last axis `[..., 2 n]`, as complex numbers, by `factors [..., n, 2]`, broadcast.
    int32_t (*_Nonnull multiply_pairs)(const ctorch_tensor *input, const ctorch_tensor *factors,
                              ctorch_tensor *_Nullable *out);
    /// Strides, paddings and dilations are (height, width).
    int32_t (*_Nonnull conv2d)(const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *_Nullable bias,
                      const int64_t *strides, const int64_t *paddings, const int64_t *dilations, int64_t groups,
                      ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull layer_norm)(const ctorch_tensor *input, const int64_t *sizes, int64_t rank,
                          const ctorch_tensor *_Nullable weight, const ctorch_tensor *_Nullable bias, double epsilon,
                          ctorch_tensor *_Nullable *out);
    /// With `uses_batch_statistics`, normalises with the batch's and updates the running ones in place.
    int32_t (*_Nonnull batch_norm)(const ctorch_tensor *input, const ctorch_tensor *_Nullable weight,
                          const ctorch_tensor *_Nullable bias, const ctorch_tensor *mean, const ctorch_tensor *variance,
                          bool uses_batch_statistics, double momentum, double epsilon, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull attention)(const ctorch_tensor *query, const ctorch_tensor *key, const ctorch_tensor *value,
                         const ctorch_tensor *_Nullable mask, double scale, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull adaptive_average_pool)(const ctorch_tensor *input, int64_t height, int64_t width,
                                     ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull resize)(const ctorch_tensor *input, int64_t height, int64_t width, bool bicubic, bool antialias,
                      ctorch_tensor *_Nullable *out);
    /// The mean of the binary cross-entropies of logits.
    int32_t (*_Nonnull binary_cross_entropy)(const ctorch_tensor *logits, const ctorch_tensor *targets, bool averages,
                                    ctorch_tensor *_Nullable *out);

    // Gradients and modes.
    int32_t (*_Nonnull detach)(const ctorch_tensor *tensor, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull set_requires_grad)(ctorch_tensor *tensor, bool requires_grad);
    int32_t (*_Nonnull backward)(const ctorch_tensor *tensor, const ctorch_tensor *_Nullable gradient);
    /// The accumulated gradient, or NULL where there is none.
    int32_t (*_Nonnull grad)(const ctorch_tensor *tensor, ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull clear_grad)(ctorch_tensor *tensor);
    int32_t (*_Nonnull scope_enter)(const ctorch_modes *modes, ctorch_scope *_Nullable *out);
    void (*_Nonnull scope_leave)(ctorch_scope *_Nullable scope);

    // Updates in place: the optimiser's, and nobody else's. They never record gradients.
    int32_t (*_Nonnull assign)(ctorch_tensor *target, const ctorch_tensor *source);
    int32_t (*_Nonnull scale_in_place)(ctorch_tensor *_Nonnull const *_Nonnull tensors, int64_t count,
                              const ctorch_tensor *factor);
    /// `target = decay * target + (1 - decay) * source`, list by list.
    int32_t (*_Nonnull average_in_place)(ctorch_tensor *_Nonnull const *_Nonnull targets,
                                const ctorch_tensor *_Nonnull const *_Nonnull sources, int64_t count, double decay);
    int32_t (*_Nonnull total_norm)(const ctorch_tensor *_Nonnull const *_Nonnull tensors, int64_t count,
                          ctorch_tensor *_Nullable *out);
    int32_t (*_Nonnull adamw_step)(ctorch_tensor *_Nonnull const *_Nonnull parameters,
                          const ctorch_tensor *_Nonnull const *_Nonnull gradients,
                          ctorch_tensor *_Nonnull const *_Nonnull averages,
                          ctorch_tensor *_Nonnull const *_Nonnull square_averages,
                          ctorch_tensor *_Nonnull const *_Nonnull steps, int64_t count, const ctorch_adamw *settings);
    /// Multiplies gradients by `inverse_scale` and sets `found_infinite` to 1 where one is not finite.
    int32_t (*_Nonnull unscale)(ctorch_tensor *_Nonnull const *_Nonnull gradients, int64_t count, ctorch_tensor *found_infinite,
                       const ctorch_tensor *inverse_scale);
    int32_t (*_Nonnull update_scale)(ctorch_tensor *scale, ctorch_tensor *growth_tracker, const ctorch_tensor *found_infinite,
                            double growth_factor, double backoff_factor, int64_t growth_interval);
} ctorch_api;

/// The type of `ctorch_table`, the one function that libCTorch.so exports, for dlsym.
typedef const ctorch_api *_Nonnull (*_Nonnull ctorch_table_function)(void);

#pragma clang diagnostic pop
#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
