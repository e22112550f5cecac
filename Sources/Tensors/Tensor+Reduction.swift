internal import CTorchInterface

// Without axes, a reduction goes over all of them and gives a tensor without axes.
extension Tensor {
    private func reduce(
        _ name: String,
        _ reduction: ctorch_reduction,
        _ axes: [Int],
        _ keepsAxes: Bool
    ) throws(TensorError) -> Tensor {
        try tensor(name, [self]) { $0.reduce(reduction, handle, axes.wide, Int64(axes.count), keepsAxes, $1) }
    }

    /// The sum over the given axes.
    public func sum(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("sum", CTORCH_SUM, axes, keepsAxes)
    }
    /// The sums of an axis's elements up to and including each; whole numbers give int64.
    public func cumulativeSum(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("cumulativeSum", [self]) { $0.cumulative_sum(handle, Int64(axis), $1) }
    }
    /// The mean over the given axes.
    public func mean(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("mean", CTORCH_MEAN, axes, keepsAxes)
    }
    /// The largest element over the given axes.
    public func max(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("max", CTORCH_MAX, axes, keepsAxes)
    }
    /// The smallest element over the given axes.
    public func min(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("min", CTORCH_MIN, axes, keepsAxes)
    }
    /// The Euclidean norm over the given axes.
    public func norm(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("norm", CTORCH_NORM, axes, keepsAxes)
    }
    /// Whether any element over the given axes is true.
    public func any(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("any", CTORCH_ANY, axes, keepsAxes)
    }
    /// Whether all elements over the given axes are true.
    public func all(_ axes: [Int] = [], keepsAxes: Bool = false) throws(TensorError) -> Tensor {
        try reduce("all", CTORCH_ALL, axes, keepsAxes)
    }
    /// The variance over the given axes; `correction` is subtracted from the count (1: the unbiased estimate).
    public func variance(
        _ axes: [Int] = [],
        correction: Int = 1,
        keepsAxes: Bool = false
    ) throws(TensorError) -> Tensor {
        let axes = axes.isEmpty ? Array(0..<rank) : axes
        return try tensor("variance", [self]) {
            $0.variance(handle, axes.wide, Int64(axes.count), Int64(correction), keepsAxes, $1)
        }
    }
    /// The position of the largest element along an axis, int64.
    public func argmax(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("argmax", [self]) { $0.argmax(handle, Int64(axis), $1) }
    }
    /// exp(x) / sum(exp(x)) along an axis.
    public func softmax(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("softmax", [self]) { $0.softmax(handle, Int64(axis), false, $1) }
    }
    /// The logarithm of `softmax` along an axis.
    public func logSoftmax(_ axis: Int) throws(TensorError) -> Tensor {
        try tensor("logSoftmax", [self]) { $0.softmax(handle, Int64(axis), true, $1) }
    }
    /// Whether every element is finite, as one answer.
    public func isAllFinite() throws(TensorError) -> Bool {
        try isFinite().all().item() == 1
    }
}
