internal import CTorchInterface

// The modes below belong to the thread, and Swift tasks hop threads at every suspension: so there are synchronous
// closures only. An `async` closure would run with another thread's modes.

/// Runs `body` without recording operations for `backward`.
public func withGradientsDisabled<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withModes({ $0.no_gradients = true }, body)
}

/// Runs `body` in libtorch's fastest mode; tensors made inside can never take part in recorded operations.
public func withInferenceMode<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withModes({ $0.inference = true }, body)
}

/// Runs `body` with automatic mixed precision: matrix products and convolutions in `dtype`, delicate operations in float32.
///
/// - Parameters:
///   - dtype: `.float16` (with a `GradScaler` for training) or `.bfloat16`; nil switches autocast off inside `body`.
///   - device: the kind of device whose operations are meant.
public func withAutocast<Result, Failure: Error>(
    _ dtype: DType?,
    device: Device = .cpu,
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withModes(
        {
            $0.sets_autocast = true
            $0.autocast_enabled = dtype != nil
            $0.autocast_dtype = (dtype ?? .bfloat16).code
            $0.autocast_device = device.code
        },
        body
    )
}

/// Runs `body` with a queue of a device's work in place of the thread's own.
func withStream<Result, Failure: Error>(
    _ stream: OpaquePointer,
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withModes({ $0.stream = stream }, body)
}

/// Where libtorch cannot be opened there is nothing to set: the first tensor inside `body` says so.
private func withModes<Result, Failure: Error>(
    _ change: (inout ctorch_modes) -> Void,
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    guard let torch = try? TensorRuntime.functions() else { return try body() }
    var modes = ctorch_modes()
    change(&modes)
    var scope: OpaquePointer?
    let status = torch.scope_enter(&modes, &scope)
    precondition(status == Int32(CTORCH_OK), String(cString: torch.last_error()))
    defer { torch.scope_leave(scope) }
    return try body()
}
