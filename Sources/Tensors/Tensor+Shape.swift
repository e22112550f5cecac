internal import CTorchInterface
internal import Diagnostics

extension Tensor {
    /// Returns the elements in another shape; one size may be -1, which is then found out.
    public func reshaped(_ shape: Shape) throws(TensorError) -> Tensor {
        try tensor("reshape to \(shape)", [self]) { $0.reshape(handle, shape.wide, Int64(shape.count), $1) }
    }

    /// Returns a view whose axis i is this tensor's axis `axes[i]`.
    public func permuted(_ axes: [Int]) throws(TensorError) -> Tensor {
        try tensor("permute by \(axes)", [self]) { $0.permute(handle, axes.wide, Int64(axes.count), $1) }
    }

    /// Returns a view with two axes exchanged.
    public func transposed(_ first: Int, _ second: Int) throws(TensorError) -> Tensor {
        try tensor("transpose", [self]) { $0.transpose(handle, Int64(first), Int64(second), $1) }
    }

    /// Returns the elements with the axes from `first` to `last` made one.
    public func flattened(from first: Int = 0, to last: Int = -1) throws(TensorError) -> Tensor {
        try tensor("flatten", [self]) { $0.flatten(handle, Int64(first), Int64(last), $1) }
    }

    /// Returns a view without an axis of size 1; unchanged where the axis has another size.
    public func squeezed(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("squeeze", [self]) { $0.squeeze(handle, Int64(axis), $1) }
    }

    /// Returns a view with a new axis of size 1.
    public func unsqueezed(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("unsqueeze", [self]) { $0.unsqueeze(handle, Int64(axis), $1) }
    }

    /// Returns a view with axes of size 1 repeated to the given sizes; -1 leaves a size as it is.
    public func expanded(_ shape: Shape) throws(TensorError) -> Tensor {
        try tensor("expand to \(shape)", [self]) { $0.expand(handle, shape.wide, Int64(shape.count), $1) }
    }

    /// Returns the elements in reverse order along some axes.
    public func flipped(_ axes: [Int]) throws(TensorError) -> Tensor {
        try tensor("flip", [self]) { $0.flip(handle, axes.wide, Int64(axes.count), $1) }
    }

    /// Returns the tensor with `value` around its last two axes, `[..., H, W]`.
    public func padded(
        top: Int = 0,
        bottom: Int = 0,
        left: Int = 0,
        right: Int = 0,
        value: Double = 0
    ) throws(TensorError) -> Tensor {
        try tensor("pad", [self]) { $0.pad(handle, [left, right, top, bottom].wide, 4, value, $1) }
    }

    /// Returns a view of the range's part of an axis.
    public func sliced(_ axis: Int, _ range: Range<Int>, step: Int = 1) throws(TensorError) -> Tensor {
        try tensor("slice", [self]) {
            $0.slice(handle, Int64(axis), Int64(range.lowerBound), Int64(range.upperBound), Int64(step), $1)
        }
    }

    /// Returns a view of one position of an axis, without that axis.
    public func selected(_ axis: Int, _ index: Int) throws(TensorError) -> Tensor {
        try tensor("select", [self]) { $0.select(handle, Int64(axis), Int64(index), $1) }
    }

    /// Returns the named positions of an axis in the given order; `indices` is one-dimensional, int64.
    public func gathered(_ axis: Int, _ indices: Tensor) throws(TensorError) -> Tensor {
        try tensor("index_select", [self, indices]) { $0.index_select(handle, Int64(axis), indices.handle, $1) }
    }

    /// Returns the tensor with the named positions of an axis replaced by those of `source`; no position is named twice.
    public func replacing(_ axis: Int, _ indices: Tensor, with source: Tensor) throws(TensorError) -> Tensor {
        try tensor("index_copy", [self, indices, source]) {
            $0.index_copy(handle, Int64(axis), indices.handle, source.handle, $1)
        }
    }

    /// Returns the tensor with the positions of `source` added at the named positions of an axis, as often as each is named.
    public func adding(_ axis: Int, _ indices: Tensor, _ source: Tensor) throws(TensorError) -> Tensor {
        try tensor("index_add", [self, indices, source]) {
            $0.index_add(handle, Int64(axis), indices.handle, source.handle, $1)
        }
    }

    /// For counts `[N]`: 0 as often as the first says, then 1 as often as the second says, and so on, `total` numbers in all.
    public func repeatedIndices(total: Int) throws(TensorError) -> Tensor {
        try tensor("repeat_interleave", [self]) { $0.repeat_indices(handle, Int64(total), $1) }
    }

    /// Returns views of `count` equal parts of an axis.
    public func chunked(_ count: Int, axis: Int) throws(TensorError) -> [Tensor] {
        let shape = shape
        let position = axis < 0 ? axis + shape.count : axis
        guard shape.indices.contains(position), count > 0, shape[position].isMultiple(of: count) else {
            throw .operation(
                "chunk",
                of: [shape],
                "axis \(axis) cannot be cut into \(count) equal parts",
                outOfMemory: false
            )
        }
        let size = shape[position] / count
        var parts: [Tensor] = []
        for index in 0..<count { parts.append(try sliced(position, index * size..<(index + 1) * size)) }
        return parts
    }

    /// Joins tensors along an axis they all have.
    public static func concatenate(_ tensors: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
        try tensor("concatenate", tensors) {
            $0.concatenate(tensors.map(\.handle), Int64(tensors.count), Int64(axis), $1)
        }
    }

    /// Joins tensors of one shape along a new axis.
    public static func stack(_ tensors: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
        try tensor("stack", tensors) { $0.stack(tensors.map(\.handle), Int64(tensors.count), Int64(axis), $1) }
    }
}
