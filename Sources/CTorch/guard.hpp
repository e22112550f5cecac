// What every file of the library shares: the handles, the one place where exceptions are caught, conversions.
#pragma once

#if !__has_include(<ATen/ATen.h>)
#error "libtorch is missing: run script/bootstrap first."
#endif

#include <ATen/ATen.h>
#include <c10/core/Event.h>
#include <c10/core/Stream.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include "ctorch_interface.h"

struct ctorch_tensor {
    at::Tensor value;
};

struct ctorch_generator {
    at::Generator value;
};

struct ctorch_stream {
    c10::Stream value;
};

struct ctorch_event {
    c10::Event value;
};

namespace ctorch {

/// Tensors, generators, streams and events that Swift holds.
inline std::atomic<int64_t> live_handles{0};

/// The message of this thread's last failure. A fixed buffer: remembering a failure must not fail.
inline thread_local char last_error[2048] = "";

inline int32_t remember(int32_t status, const char *message) noexcept {
    std::snprintf(last_error, sizeof last_error, "%s", message);
    return status;
}

/// Runs `body` and turns every exception into a status: the only place where exceptions are caught.
template <typename Body>
int32_t guarded(Body &&body) noexcept {
    try {
        body();
        return CTORCH_OK;
    } catch (const c10::OutOfMemoryError &error) {
        return remember(CTORCH_OUT_OF_MEMORY, error.what_without_backtrace());
    } catch (const c10::Error &error) {
        return remember(CTORCH_FAILURE, error.what_without_backtrace());
    } catch (const std::bad_alloc &) {
        return remember(CTORCH_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception &error) {
        return remember(CTORCH_FAILURE, error.what());
    } catch (...) {
        return remember(CTORCH_FAILURE, "unknown exception");
    }
}

/// Gives a tensor to Swift.
inline ctorch_tensor *give(at::Tensor value) {
    auto *handle = new ctorch_tensor{std::move(value)};
    ++live_handles;
    return handle;
}

/// Runs `body`, which returns a tensor, and gives it to Swift.
template <typename Body>
int32_t produce(ctorch_tensor **out, Body &&body) noexcept {
    return guarded([&] { *out = give(body()); });
}

inline at::IntArrayRef list(const int64_t *values, int64_t count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline std::vector<at::Tensor> tensors(const ctorch_tensor *const *handles, int64_t count) {
    std::vector<at::Tensor> values;
    values.reserve(static_cast<size_t>(count));
    for (int64_t index = 0; index < count; ++index) values.push_back(handles[index]->value);
    return values;
}

inline std::optional<at::Tensor> optional(const ctorch_tensor *tensor) {
    return tensor ? std::optional<at::Tensor>(tensor->value) : std::nullopt;
}

inline at::Device device(int32_t number) {
    return number == CTORCH_CPU ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<at::DeviceIndex>(number));
}

inline at::ScalarType scalar_type(ctorch_dtype dtype) {
    switch (dtype) {
        case CTORCH_FLOAT32: return at::kFloat;
        case CTORCH_FLOAT64: return at::kDouble;
        case CTORCH_FLOAT16: return at::kHalf;
        case CTORCH_BFLOAT16: return at::kBFloat16;
        case CTORCH_INT64: return at::kLong;
        case CTORCH_INT32: return at::kInt;
        case CTORCH_INT16: return at::kShort;
        case CTORCH_INT8: return at::kChar;
        case CTORCH_UINT8: return at::kByte;
        case CTORCH_BOOL: return at::kBool;
    }
    TORCH_CHECK(false, "unknown element type ", static_cast<int>(dtype));
}

inline at::TensorOptions options(ctorch_dtype dtype, int32_t number) {
    return at::TensorOptions().dtype(scalar_type(dtype)).device(device(number));
}

// Each file fills its part of the table.
void fill_creation(ctorch_api &api);
void fill_devices(ctorch_api &api);
void fill_shape(ctorch_api &api);
void fill_arithmetic(ctorch_api &api);
void fill_neural(ctorch_api &api);
void fill_packed(ctorch_api &api);
void fill_response_norm(ctorch_api &api);
void fill_training(ctorch_api &api);

}  // namespace ctorch
