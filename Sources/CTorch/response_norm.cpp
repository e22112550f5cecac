// Global response normalisation (Woo et al., 2023) with a gradient of its own, which walks through memory less often than
// libtorch's gradients of its parts.
#include "guard.hpp"

#include <torch/csrc/autograd/custom_function.h>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

const int64_t position_axes[] = {1, 2};
const at::IntArrayRef positions(position_axes, 2);

/// Of every channel its norm over the positions, and the mean of the norms, kept from zero.
std::pair<at::Tensor, at::Tensor> norms_of(const at::Tensor &x, double epsilon) {
    const at::Tensor norms = at::linalg_vector_norm(x, 2, positions, /*keepdim=*/true);
    return {norms, at::mean(norms, -1, /*keepdim=*/true) + epsilon};
}

/// bias + x * (1 + weight * response), in one walk.
at::Tensor normalised(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias, const at::Tensor &response) {
    return at::addcmul(bias, x, 1 + weight * response);
}

struct ResponseNorm : torch::autograd::Function<ResponseNorm> {
    static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
                              const at::Tensor &bias, double epsilon) {
        const auto [norms, mean] = norms_of(x, epsilon);
        context->save_for_backward({x, weight, norms, mean});
        return normalised(x, weight, bias, norms / mean);
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &x = saved[0], &weight = saved[1], &norms = saved[2], &mean = saved[3];
        const at::Tensor &gradient = gradients[0];
        const at::Tensor response = norms / mean;
        const at::Tensor by_scale = at::sum(gradient * x, positions, /*keepdim=*/true);
        const at::Tensor by_response = by_scale * weight;
        // Each norm moves its own response, and through the mean all of them.
        const at::Tensor shared = at::sum(by_response * norms, -1, /*keepdim=*/true) / (mean * mean * norms.size(-1));
        const at::Tensor by_norm = by_response / mean - shared;
        // A norm of zero has no direction, so its gradient is zero, as PyTorch has it.
        const at::Tensor along = at::where(norms == 0, at::zeros_like(norms), by_norm / norms);
        const at::Tensor by_input = at::addcmul(gradient * (1 + weight * response), x, along);
        return {by_input, at::sum(by_scale * response, {0, 1, 2}), at::sum(gradient, {0, 1, 2}), at::Tensor()};
    }
};

}  // namespace

void fill_response_norm(ctorch_api &api) {
    api.response_norm = [](const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *bias,
                           double epsilon, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            TORCH_CHECK(input->value.dim() == 4, "expected [N, H, W, C], found ", input->value.sizes());
            if (at::GradMode::is_enabled()) {
                return ResponseNorm::apply(input->value, weight->value, bias->value, epsilon);
            }
            const auto [norms, mean] = norms_of(input->value, epsilon);
            return normalised(input->value, weight->value, bias->value, norms / mean);
        });
    };
}

}  // namespace ctorch
