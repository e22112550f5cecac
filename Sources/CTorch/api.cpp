// The table of functions, and those of its functions that concern the library itself and the handles.
#include "ctorch.h"
#include "guard.hpp"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/headeronly/version.h>

#include <string>

namespace ctorch {
namespace {

/// The version of the libtorch that is loaded, which need not be the one of the headers.
const char *loaded_version() noexcept {
    static const std::string version = [] {
        const std::string key = "TORCH_VERSION=";
        const std::string configuration = at::show_config();
        const auto start = configuration.find(key);
        if (start == std::string::npos) return std::string("unknown");
        const auto end = configuration.find_first_of(", \n", start);
        return configuration.substr(start + key.size(), end - start - key.size());
    }();
    return version.c_str();
}

int32_t code(at::ScalarType type) noexcept {
    for (int32_t dtype = CTORCH_FLOAT32; dtype <= CTORCH_BOOL; ++dtype) {
        if (scalar_type(static_cast<ctorch_dtype>(dtype)) == type) return dtype;
    }
    return -1;
}

void describe(const ctorch_tensor *tensor, ctorch_description *out) noexcept {
    const at::Tensor &value = tensor->value;
    out->sizes = value.sizes().data();
    out->rank = value.dim();
    out->count = value.numel();
    out->dtype = code(value.scalar_type());
    out->device = value.is_cuda() ? value.device().index() : CTORCH_CPU;
    out->requires_grad = value.requires_grad();
}

void fill_runtime(ctorch_api &api) {
    api.interface_version = CTORCH_INTERFACE_VERSION;
    api.torch_version = loaded_version;
    api.compiled_torch_version = []() noexcept -> const char * { return TORCH_VERSION; };
    api.last_error = []() noexcept -> const char * { return last_error; };
    api.live_handles = []() noexcept { return live_handles.load(); };
    api.set_threads = [](int32_t within_operation, int32_t between_operations) noexcept {
        return guarded([&] {
            at::set_num_threads(within_operation);
            const auto current = static_cast<int32_t>(at::get_num_interop_threads());
            if (current != between_operations) at::set_num_interop_threads(between_operations);
        });
    };
    api.thread_count = []() noexcept { return static_cast<int32_t>(at::get_num_threads()); };
    api.cuda_device_count = [](int32_t *out) noexcept {
        return guarded([&] {
            const auto &cuda = at::detail::getCUDAHooks();
            TORCH_CHECK(cuda.hasCUDART(), "libtorch's CUDA operations did not register");
            *out = static_cast<int32_t>(cuda.deviceCount());
        });
    };
    api.tensor_free = [](ctorch_tensor *tensor) noexcept {
        if (!tensor) return;
        delete tensor;
        --live_handles;
    };
    api.describe = describe;
}

}  // namespace
}  // namespace ctorch

extern "C" const ctorch_api *ctorch_table(void) {
    static const ctorch_api table = [] {
        ctorch_api api{};
        ctorch::fill_runtime(api);
        ctorch::fill_creation(api);
        ctorch::fill_devices(api);
        ctorch::fill_shape(api);
        ctorch::fill_arithmetic(api);
        ctorch::fill_neural(api);
        ctorch::fill_packed(api);
        ctorch::fill_response_norm(api);
        ctorch::fill_training(api);
        return api;
    }();
    return &table;
}
