// Changing the shape of tensors, picking parts and joining them.
#include "guard.hpp"

namespace ctorch {

void fill_shape(ctorch_api &api) {
    api.reshape = [](const ctorch_tensor *tensor, const int64_t *sizes, int64_t rank, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.reshape(list(sizes, rank)); });
    };
    api.permute = [](const ctorch_tensor *tensor, const int64_t *axes, int64_t count, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.permute(list(axes, count)); });
    };
    api.transpose = [](const ctorch_tensor *tensor, int64_t first, int64_t second, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.transpose(first, second); });
    };
    api.flatten = [](const ctorch_tensor *tensor, int64_t first, int64_t last, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.flatten(first, last); });
    };
    api.squeeze = [](const ctorch_tensor *tensor, int64_t axis, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.squeeze(axis); });
    };
    api.unsqueeze = [](const ctorch_tensor *tensor, int64_t axis, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.unsqueeze(axis); });
    };
    api.expand = [](const ctorch_tensor *tensor, const int64_t *sizes, int64_t rank, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.expand(list(sizes, rank)); });
    };
    api.flip = [](const ctorch_tensor *tensor, const int64_t *axes, int64_t count, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.flip(list(axes, count)); });
    };
    api.pad = [](const ctorch_tensor *tensor, const int64_t *amounts, int64_t count, double value,
                 ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::constant_pad_nd(tensor->value, list(amounts, count), value); });
    };
    api.slice = [](const ctorch_tensor *tensor, int64_t axis, int64_t start, int64_t end, int64_t step,
                   ctorch_tensor **out) noexcept {
        return produce(out, [&] {
            const int64_t size = tensor->value.size(axis);
            TORCH_CHECK(0 <= start && start <= end && end <= size, "the range ", start, " ..< ", end,
                        " is outside the axis of ", size);
            return tensor->value.slice(axis, start, end, step);
        });
    };
    api.select = [](const ctorch_tensor *tensor, int64_t axis, int64_t index, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.select(axis, index); });
    };
    api.index_select = [](const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices,
                          ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.index_select(axis, indices->value); });
    };
    api.repeat_indices = [](const ctorch_tensor *counts, int64_t total, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::repeat_interleave(counts->value, std::optional<int64_t>(total)); });
    };
    api.index_copy = [](const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices,
                        const ctorch_tensor *source, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.index_copy(axis, indices->value, source->value); });
    };
    api.index_add = [](const ctorch_tensor *tensor, int64_t axis, const ctorch_tensor *indices,
                       const ctorch_tensor *source, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return tensor->value.index_add(axis, indices->value, source->value); });
    };
    api.is_channels_last = [](const ctorch_tensor *tensor, bool *out) noexcept {
        return guarded([&] { *out = tensor->value.is_contiguous(at::MemoryFormat::ChannelsLast); });
    };
    api.concatenate = [](const ctorch_tensor *const *handles, int64_t count, int64_t axis,
                         ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::cat(tensors(handles, count), axis); });
    };
    api.stack = [](const ctorch_tensor *const *handles, int64_t count, int64_t axis, ctorch_tensor **out) noexcept {
        return produce(out, [&] { return at::stack(tensors(handles, count), axis); });
    };
}

}  // namespace ctorch
