// Gradients, the thread's modes, and the updates in place that training needs.
#include "guard.hpp"

#include <ATen/autocast_mode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/GradMode.h>
#include <c10/core/StreamGuard.h>

#include <memory>
#include <optional>

/// Members are restored in reverse order when the scope is left.
struct ctorch_scope {
    struct Autocast {
        at::DeviceType device;
        bool was_enabled;
        at::ScalarType previous_dtype;

        explicit Autocast(const ctorch_modes &modes)
            : device(ctorch::device(modes.autocast_device).type()),
              was_enabled(at::autocast::is_autocast_enabled(device)),
              previous_dtype(at::autocast::get_autocast_dtype(device)) {
            at::autocast::set_autocast_enabled(device, modes.autocast_enabled);
            if (modes.autocast_enabled) {
                at::autocast::set_autocast_dtype(device, ctorch::scalar_type(modes.autocast_dtype));
            }
            at::autocast::increment_nesting();
        }
        ~Autocast() {
            if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
            at::autocast::set_autocast_dtype(device, previous_dtype);
            at::autocast::set_autocast_enabled(device, was_enabled);
        }
        Autocast(const Autocast &) = delete;
        Autocast &operator=(const Autocast &) = delete;
    };

    std::optional<at::AutoGradMode> gradients;
    std::optional<c10::InferenceMode> inference;
    std::optional<Autocast> autocast;
    std::optional<c10::StreamGuard> stream;

    explicit ctorch_scope(const ctorch_modes &modes) {
        if (modes.no_gradients) gradients.emplace(false);
        if (modes.inference) inference.emplace();
        if (modes.sets_autocast) autocast.emplace(modes);
        if (modes.stream) stream.emplace(modes.stream->value);
    }
};

namespace ctorch {
namespace {

std::vector<at::Tensor> targets(ctorch_tensor *const *handles, int64_t count) {
    return tensors(const_cast<const ctorch_tensor *const *>(handles), count);
}

/// Runs an update in place, without recording it.
template <typename Body>
int32_t update(Body &&body) noexcept {
    return guarded([&] {
        const at::NoGradGuard no_gradients;
        body();
    });
}

void fill_gradients(ctorch_api &api) {
    api.detach = [](const ctorch_tensor *tensor, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.detach(); });
    };
    api.set_requires_grad = [](ctorch_tensor *tensor, bool requires_grad) noexcept {
        return guarded([&] { tensor->value.set_requires_grad(requires_grad); });
    };
    api.backward = [](const ctorch_tensor *tensor, const ctorch_tensor *gradient) noexcept {
        return guarded([&] { tensor->value.backward(gradient ? gradient->value : at::Tensor()); });
    };
    api.grad = [](const ctorch_tensor *tensor, ctorch_tensor **out) noexcept {
        return guarded([&] {
            const at::Tensor &gradient = tensor->value.grad();
            *out = gradient.defined() ? give(gradient) : nullptr;
        });
    };
    api.clear_grad = [](ctorch_tensor *tensor) noexcept {
        return guarded([&] { tensor->value.mutable_grad() = at::Tensor(); });
    };
    api.scope_enter = [](const ctorch_modes *modes, ctorch_scope **out) noexcept {
        return guarded([&] { *out = new ctorch_scope(*modes); });
    };
    api.scope_leave = [](ctorch_scope *scope) noexcept { delete scope; };
}

}  // namespace

void fill_training(ctorch_api &api) {
    fill_gradients(api);
    api.assign = [](ctorch_tensor *target, const ctorch_tensor *source) noexcept {
        return update([&] {
            TORCH_CHECK(target->value.sizes() == source->value.sizes(), "the shapes differ: ", target->value.sizes(),
                        " and ", source->value.sizes());
            target->value.copy_(source->value);
        });
    };
    api.scale_in_place = [](ctorch_tensor *const *handles, int64_t count, const ctorch_tensor *factor) noexcept {
        return update([&] { at::_foreach_mul_(targets(handles, count), factor->value); });
    };
    api.average_in_place = [](ctorch_tensor *const *handles, const ctorch_tensor *const *sources, int64_t count,
                              double decay) noexcept {
        return update([&] { at::_foreach_lerp_(targets(handles, count), tensors(sources, count), 1 - decay); });
    };
    api.total_norm = [](const ctorch_tensor *const *handles, int64_t count, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            const at::NoGradGuard no_gradients;
            if (count == 0) return at::zeros({});
            return at::norm(at::stack(at::_foreach_norm(tensors(handles, count))));
        });
    };
    api.adamw_step = [](ctorch_tensor *const *parameters, const ctorch_tensor *const *gradients,
                        ctorch_tensor *const *averages, ctorch_tensor *const *square_averages,
                        ctorch_tensor *const *steps, int64_t count, const ctorch_adamw *settings) noexcept {
        return update([&] {
            if (count == 0) return;
            const auto counters = targets(steps, count);
            at::_foreach_add_(counters, 1);
            at::_fused_adamw_(targets(parameters, count), tensors(gradients, count), targets(averages, count),
                              targets(square_averages, count), /*max_exp_avg_sqs=*/{}, counters,
                              settings->learning_rate, settings->beta1, settings->beta2, settings->weight_decay,
                              settings->epsilon, /*amsgrad=*/false, /*maximize=*/false);
        });
    };
    api.unscale = [](ctorch_tensor *const *gradients, int64_t count, ctorch_tensor *found_infinite,
                     const ctorch_tensor *inverse_scale) noexcept {
        return update([&] {
            if (count == 0) return;
            at::_amp_foreach_non_finite_check_and_unscale_(targets(gradients, count), found_infinite->value,
                                                           inverse_scale->value);
        });
    };
    api.update_scale = [](ctorch_tensor *scale, ctorch_tensor *growth_tracker, const ctorch_tensor *found_infinite,
                          double growth_factor, double backoff_factor, int64_t growth_interval) noexcept {
        return update([&] {
            at::_amp_update_scale_(scale->value, growth_tracker->value, found_infinite->value, growth_factor,
                                   backoff_factor, growth_interval);
        });
    };
}

}  // namespace ctorch
