// Linear maps on weights that oneDNN has laid out once, with what follows them fused in, and rotations by complex products.
#include "guard.hpp"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <string>

namespace ctorch {
namespace {

/// Calls an operator of libtorch that has no function in its headers: those of oneDNN are made for its own compiler.
at::Tensor call(const char *name, const char *overload, torch::jit::Stack arguments) {
    c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).callBoxed(arguments);
    return std::move(arguments.at(0)).toTensor();
}

at::Tensor apply(const at::Tensor &input, const at::Tensor &packed, const std::optional<at::Tensor> &bias,
                 const char *activation, const char *algorithm) {
    return call("mkldnn::_linear_pointwise", "",
                {input, packed, bias, std::string(activation), c10::List<std::optional<at::Scalar>>(),
                 std::string(algorithm)});
}

at::Tensor combine(const at::Tensor &input, const ctorch_tensor *other, const at::Tensor &packed,
                   const std::optional<at::Tensor> &bias, const char *operation) {
    TORCH_CHECK(other, "the other operand is missing");
    return call("mkldnn::_linear_pointwise", "binary", {input, other->value, packed, bias, std::string(operation)});
}

}  // namespace

void fill_packed(ctorch_api &api) {
    api.pack_linear = [](const ctorch_tensor *weight, int64_t rows, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            const at::NoGradGuard no_gradients;
            return call("mkldnn::_reorder_linear_weight", "", {weight->value.detach().contiguous(), rows});
        });
    };
    api.packed_linear = [](const ctorch_tensor *input, const ctorch_tensor *packed, const ctorch_tensor *bias,
                           ctorch_epilogue epilogue, const ctorch_tensor *other, ctorch_tensor **out) noexcept {
        return produce(out, [&]() -> at::Tensor {
            const at::NoGradGuard no_gradients;
            const auto shift = optional(bias);
            switch (epilogue) {
                case CTORCH_STORE: return apply(input->value, packed->value, shift, "none", "");
                case CTORCH_APPLY_GELU: return apply(input->value, packed->value, shift, "gelu", "none");
                case CTORCH_APPLY_SILU: return apply(input->value, packed->value, shift, "swish", "");
                case CTORCH_ADD_OTHER: return combine(input->value, other, packed->value, shift, "add");
                case CTORCH_MULTIPLY_BY_OTHER: return combine(input->value, other, packed->value, shift, "mul");
            }
            TORCH_CHECK(false, "unknown epilogue ", static_cast<int>(epilogue));
        });
    };
    api.multiply_pairs = [](const ctorch_tensor *input, const ctorch_tensor *factors, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            const at::Tensor pairs = at::view_as_complex(input->value.unflatten(-1, {-1, 2}));
            return at::view_as_real(pairs * at::view_as_complex(factors->value)).flatten(-2);
        });
    };
}

}  // namespace ctorch
