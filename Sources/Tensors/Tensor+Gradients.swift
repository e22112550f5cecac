internal import CTorchInterface

extension Tensor {
    /// Returns a view on the same elements that records nothing.
    public func detached() throws(TensorError) -> Tensor {
        try tensor("detach", [self]) { $0.detach(handle, $1) }
    }

    /// Starts or stops recording operations on this tensor, which must not come out of an operation itself.
    public func setRequiresGradient(_ requires: Bool = true) throws(TensorError) {
        try perform("setRequiresGradient", [self]) { $0.set_requires_grad(handle, requires) }
    }

    /// Adds this tensor's gradient to `gradient` of every tensor it was computed from and that asks for one.
    ///
    /// - Parameter gradient: what to multiply with, of this tensor's shape; may be nil for a single number.
    public func backward(_ gradient: Tensor? = nil) throws(TensorError) {
        try perform("backward", [self] + (gradient.map { [$0] } ?? [])) { $0.backward(handle, gradient?.handle) }
    }

    /// The gradient that `backward` accumulated, or nil.
    public var gradient: Tensor? {
        var handle: OpaquePointer?
        let status = withExtendedLifetime(self) { TensorRuntime.loaded.grad(self.handle, &handle) }
        guard status == Int32(CTORCH_OK), let handle else { return nil }
        return Tensor(owning: handle)
    }

    /// Forgets the accumulated gradient.
    public func clearGradient() throws(TensorError) {
        try perform("clearGradient", [self]) { $0.clear_grad(handle) }
    }
}
