// Element by element arithmetic, reductions and linear algebra.
#include "guard.hpp"

#include <cmath>

namespace ctorch {
namespace {

at::Tensor unary(ctorch_unary operation, const at::Tensor &x) {
    switch (operation) {
        case CTORCH_NEGATE: return at::neg(x);
        case CTORCH_ABS: return at::abs(x);
        case CTORCH_EXP: return at::exp(x);
        case CTORCH_LOG: return at::log(x);
        case CTORCH_LOG1P: return at::log1p(x);
        case CTORCH_SQRT: return at::sqrt(x);
        case CTORCH_SIN: return at::sin(x);
        case CTORCH_COS: return at::cos(x);
        case CTORCH_TANH: return at::tanh(x);
        case CTORCH_ERFINV: return at::erfinv(x);
        case CTORCH_SIGMOID: return at::sigmoid(x);
        case CTORCH_LOG_SIGMOID: return at::log_sigmoid(x);
        case CTORCH_RELU: return at::relu(x);
        case CTORCH_RELU6: return at::hardtanh(x, 0, 6);
        case CTORCH_SILU: return at::silu(x);
        case CTORCH_GELU: return at::gelu(x, "none");
        case CTORCH_GELU_TANH: return at::gelu(x, "tanh");
        case CTORCH_ROUND: return at::round(x);
        case CTORCH_FLOOR: return at::floor(x);
        case CTORCH_IS_FINITE: return at::isfinite(x);
        case CTORCH_LOGICAL_NOT: return at::logical_not(x);
        case CTORCH_ZEROS_LIKE: return at::zeros_like(x);
    }
    TORCH_CHECK(false, "unknown operation ", static_cast<int>(operation));
}

/// `value` as an operand beside `x`: whole where both are, so that whole numbers stay whole.
at::Scalar scalar(const at::Tensor &x, double value) {
    constexpr double largest_exact = 9007199254740992.0;  // 2^53
    const bool is_whole = std::trunc(value) == value && std::abs(value) <= largest_exact;
    if (is_whole && at::isIntegralType(x.scalar_type(), /*includeBool=*/false)) {
        return at::Scalar(static_cast<int64_t>(value));
    }
    return at::Scalar(value);
}

/// `Right` is a tensor or a scalar.
template <typename Right>
at::Tensor binary(ctorch_binary operation, const at::Tensor &left, const Right &right) {
    switch (operation) {
        case CTORCH_ADD: return at::add(left, right);
        case CTORCH_SUBTRACT: return at::sub(left, right);
        case CTORCH_MULTIPLY: return at::mul(left, right);
        case CTORCH_DIVIDE: return at::div(left, right);
        case CTORCH_POWER: return at::pow(left, right);
        case CTORCH_MAXIMUM: return at::clamp_min(left, right);
        case CTORCH_MINIMUM: return at::clamp_max(left, right);
        case CTORCH_EQUAL: return at::eq(left, right);
        case CTORCH_NOT_EQUAL: return at::ne(left, right);
        case CTORCH_LESS: return at::lt(left, right);
        case CTORCH_LESS_OR_EQUAL: return at::le(left, right);
        case CTORCH_GREATER: return at::gt(left, right);
        case CTORCH_GREATER_OR_EQUAL: return at::ge(left, right);
        case CTORCH_FLOOR_DIVIDE: return at::div(left, right, "floor");
        case CTORCH_TRUNCATING_REMAINDER: return at::fmod(left, right);
    }
    TORCH_CHECK(false, "unknown operation ", static_cast<int>(operation));
}

at::Tensor reduce(ctorch_reduction reduction, const at::Tensor &x, at::IntArrayRef axes, bool keeps_axes) {
    // `any` and `all` read an empty list of axes as "none", the others as "all of them".
    std::vector<int64_t> every(static_cast<size_t>(x.dim()));
    for (size_t axis = 0; axis < every.size(); ++axis) every[axis] = static_cast<int64_t>(axis);
    const at::IntArrayRef chosen = axes.empty() ? at::IntArrayRef(every) : axes;
    switch (reduction) {
        case CTORCH_SUM: return at::sum(x, chosen, keeps_axes);
        case CTORCH_MEAN: return at::mean(x, chosen, keeps_axes);
        case CTORCH_MAX: return at::amax(x, chosen, keeps_axes);
        case CTORCH_MIN: return at::amin(x, chosen, keeps_axes);
        case CTORCH_ANY: return at::any(x, at::OptionalIntArrayRef(chosen), keeps_axes);
        case CTORCH_ALL: return at::all(x, at::OptionalIntArrayRef(chosen), keeps_axes);
        case CTORCH_NORM: return at::norm(x, 2, chosen, keeps_axes);
    }
    TORCH_CHECK(false, "unknown reduction ", static_cast<int>(reduction));
}

}  // namespace

void fill_arithmetic(ctorch_api &api) {
    api.unary = [](ctorch_unary operation, const ctorch_tensor *tensor, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return unary(operation, tensor->value); });
    };
    api.binary = [](ctorch_binary operation, const ctorch_tensor *left, const ctorch_tensor *right,
                    ctorch_tensor **out) noexcept {
        return produce(out, [&] { return binary(operation, left->value, right->value); });
    };
    api.binary_scalar = [](ctorch_binary operation, const ctorch_tensor *left, double right,
                           ctorch_tensor **out) noexcept {
        return produce(out, [&] { return binary(operation, left->value, scalar(left->value, right)); });
    };
    api.reciprocal = [](double numerator, const ctorch_tensor *tensor, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::mul(at::reciprocal(tensor->value), numerator); });
    };
    api.clamp = [](const ctorch_tensor *tensor, double lowest, double highest, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::clamp(tensor->value, scalar(tensor->value, lowest), scalar(tensor->value, highest));
        });
    };
    api.where = [](const ctorch_tensor *condition, const ctorch_tensor *yes, const ctorch_tensor *no,
                   ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::where(condition->value, yes->value, no->value); });
    };
    api.reduce = [](ctorch_reduction reduction, const ctorch_tensor *tensor, const int64_t *axes, int64_t count,
                    bool keeps_axes, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return reduce(reduction, tensor->value, list(axes, count), keeps_axes); });
    };
    api.variance = [](const ctorch_tensor *tensor, const int64_t *axes, int64_t count, int64_t correction,
                      bool keeps_axes, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return at::var(tensor->value, at::OptionalIntArrayRef(list(axes, count)), at::Scalar(correction),
                           keeps_axes);
        });
    };
    api.cumulative_sum = [](const ctorch_tensor *tensor, int64_t axis, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::cumsum(tensor->value, axis); });
    };
    api.argmax = [](const ctorch_tensor *tensor, int64_t axis, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::argmax(tensor->value, axis); });
    };
    api.softmax = [](const ctorch_tensor *tensor, int64_t axis, bool logarithm, ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            return logarithm ? at::log_softmax(tensor->value, axis) : at::softmax(tensor->value, axis);
        });
    };
    api.matmul = [](const ctorch_tensor *left, const ctorch_tensor *right, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::matmul(left->value, right->value); });
    };
    api.singular_values = [](const ctorch_tensor *matrix, ctorch_tensor **u, ctorch_tensor **s,
                             ctorch_tensor **vh) noexcept {
        return guarded([&] {
            auto [left, values, right] = at::linalg_svd(matrix->value, /*full_matrices=*/false);
            *u = give(left);
            *s = give(values);
            *vh = give(right);
        });
    };
    api.equal = [](const ctorch_tensor *left, const ctorch_tensor *right, bool *out) noexcept {
        return guarded([&] { *out = at::equal(left->value, right->value); });
    };
}

}  // namespace ctorch
