// The operations of neural networks.
#include "guard.hpp"

#include <ATen/core/Reduction.h>

namespace ctorch {

void fill_neural(ctorch_api &api) {
    api.linear = [](const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *bias,
                    ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::linear(input->value, weight->value, optional(bias)); });
    };
    api.conv2d = [](const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *bias,
                    const int64_t *strides, const int64_t *paddings, const int64_t *dilations, int64_t groups,
                    ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::conv2d(input->value, weight->value, optional(bias), list(strides, 2), list(paddings, 2),
                              list(dilations, 2), groups);
        });
    };
    api.layer_norm = [](const ctorch_tensor *input, const int64_t *sizes, int64_t rank, const ctorch_tensor *weight,
                        const ctorch_tensor *bias, double epsilon, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::layer_norm(input->value, list(sizes, rank), optional(weight), optional(bias), epsilon);
        });
    };
    api.batch_norm = [](const ctorch_tensor *input, const ctorch_tensor *weight, const ctorch_tensor *bias,
                        const ctorch_tensor *mean, const ctorch_tensor *variance, bool uses_batch_statistics,
                        double momentum, double epsilon, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::batch_norm(input->value, optional(weight), optional(bias), mean->value, variance->value,
                                  uses_batch_statistics, momentum, epsilon, /*cudnn_enabled=*/true);
        });
    };
    api.attention = [](const ctorch_tensor *query, const ctorch_tensor *key, const ctorch_tensor *value,
                       const ctorch_tensor *mask, double scale, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::scaled_dot_product_attention(query->value, key->value, value->value, optional(mask),
                                                    /*dropout_p=*/0.0, /*is_causal=*/false, scale);
        });
    };
    api.adaptive_average_pool = [](const ctorch_tensor *input, int64_t height, int64_t width,
                                   ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::adaptive_avg_pool2d(input->value, {height, width}); });
    };
    api.resize = [](const ctorch_tensor *input, int64_t height, int64_t width, bool bicubic, bool antialias,
                    ctorch_tensor **out) noexcept {
        return produce(out, [&]() -> at::Tensor {
            const int64_t sizes[] = {height, width};
            const at::IntArrayRef size(sizes, 2);
            constexpr bool aligns_corners = false;
            if (bicubic) {
                return antialias ? at::_upsample_bicubic2d_aa(input->value, size, aligns_corners)
                                 : at::upsample_bicubic2d(input->value, size, aligns_corners);
            }
            return antialias ? at::_upsample_bilinear2d_aa(input->value, size, aligns_corners)
                             : at::upsample_bilinear2d(input->value, size, aligns_corners);
        });
    };
    api.binary_cross_entropy = [](const ctorch_tensor *logits, const ctorch_tensor *targets, bool averages,
                                  ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::binary_cross_entropy_with_logits(logits->value, targets->value, {}, {},
                                                        averages ? at::Reduction::Mean : at::Reduction::None);
        });
    };
}

}  // namespace ctorch
