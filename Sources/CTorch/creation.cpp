// Making tensors, copying them in and out, and random numbers.
#include "guard.hpp"

#include <ATen/CPUGeneratorImpl.h>

#include <cstring>
#include <mutex>

namespace ctorch {

void fill_creation(ctorch_api &api) {
    api.full = [](const int64_t *sizes, int64_t rank, double value, ctorch_dtype dtype, int32_t device,
                  ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::full(list(sizes, rank), value, options(dtype, device)); });
    };
    api.arange = [](double start, double end, double step, ctorch_dtype dtype, int32_t device,
                    ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::arange(start, end, step, options(dtype, device)); });
    };
    api.from_bytes = [](const void *bytes, int64_t byte_count, const int64_t *sizes, int64_t rank, ctorch_dtype dtype,
                        int32_t number, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            const bool travels = number != CTORCH_CPU;
            const at::Tensor host =
                at::empty(list(sizes, rank), options(dtype, CTORCH_CPU).pinned_memory(travels));
            TORCH_CHECK(host.nbytes() == static_cast<size_t>(byte_count), "the shape needs ", host.nbytes(),
                        " bytes, given ", byte_count);
            if (byte_count > 0) std::memcpy(host.data_ptr(), bytes, static_cast<size_t>(byte_count));
            // libtorch keeps pinned memory until the copy that reads it is done.
            return travels ? host.to(device(number), /*non_blocking=*/true) : host;
        });
    };
    api.to_bytes = [](const ctorch_tensor *tensor, void *bytes, int64_t byte_count) noexcept {
        return guarded([&] {
            const at::Tensor copy = tensor->value.detach().to(at::kCPU).contiguous();
            TORCH_CHECK(copy.nbytes() == static_cast<size_t>(byte_count), "the tensor has ", copy.nbytes(),
                        " bytes, asked for ", byte_count);
            if (byte_count > 0) std::memcpy(bytes, copy.const_data_ptr(), static_cast<size_t>(byte_count));
        });
    };
    api.convert = [](const ctorch_tensor *tensor, ctorch_dtype dtype, int32_t number, bool copy,
                     ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return tensor->value.to(device(number), scalar_type(dtype), /*non_blocking=*/false, copy);
        });
    };
    api.contiguous = [](const ctorch_tensor *tensor, bool channels_last, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return tensor->value.contiguous(channels_last ? at::MemoryFormat::ChannelsLast
                                                          : at::MemoryFormat::Contiguous);
        });
    };
    api.item = [](const ctorch_tensor *tensor, double *out) noexcept {
        return guarded([&] { *out = tensor->value.item().toDouble(); });
    };

    api.generator_make = [](uint64_t seed, int32_t number, ctorch_generator **out) noexcept {
        return guarded([&] {
            at::Generator generator =
                number == CTORCH_CPU
                    ? at::detail::createCPUGenerator(seed)
                    : at::detail::getCUDAHooks().getNewGenerator(static_cast<at::DeviceIndex>(number));
            generator.set_current_seed(seed);
            *out = new ctorch_generator{std::move(generator)};
            ++live_handles;
        });
    };
    api.generator_free = [](ctorch_generator *generator) noexcept {
        if (!generator) return;
        delete generator;
        --live_handles;
    };
    api.generator_state = [](const ctorch_generator *generator, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            at::Generator value = generator->value;
            const std::lock_guard<std::mutex> lock(value.mutex());
            return value.get_state();
        });
    };
    api.generator_set_state = [](ctorch_generator *generator, const ctorch_tensor *state) noexcept {
        return guarded([&] {
            const std::lock_guard<std::mutex> lock(generator->value.mutex());
            generator->value.set_state(state->value);
        });
    };
    api.random = [](ctorch_distribution distribution, double first, double second, const int64_t *sizes, int64_t rank,
                    ctorch_dtype dtype, int32_t device, ctorch_generator *generator, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            at::Tensor tensor = at::empty(list(sizes, rank), options(dtype, device));
            switch (distribution) {
                case CTORCH_UNIFORM: return tensor.uniform_(first, second, generator->value);
                case CTORCH_NORMAL: return tensor.normal_(first, second, generator->value);
                case CTORCH_BERNOULLI: return tensor.bernoulli_(first, generator->value);
            }
            TORCH_CHECK(false, "unknown distribution ", static_cast<int>(distribution));
        });
    };
}

}  // namespace ctorch
