internal import CTorchInterface

/// A queue of a device's work beside the one that a thread uses by itself, so that batches are brought to the device and changed
/// there while the model works.
///
/// The processor has no queues: there `run` computes at once.
public final class SideStream: @unchecked Sendable {
    private let handle: OpaquePointer?

    /// Makes a queue whose work begins after all that the calling thread asked of the device before.
    public init(_ device: Device) throws(TensorError) {
        guard device != .cpu else {
            handle = nil
            return
        }
        var handle: OpaquePointer?
        try perform("make a stream of \(device)", []) { $0.stream_make(device.code, &handle) }
        self.handle = try handle.made
    }

    deinit {
        if let handle { TensorRuntime.loaded.stream_free(handle) }
    }

    /// Puts the operations of `body` in this queue.
    public func run(_ body: () throws -> Tensor) throws -> PendingTensor {
        guard let handle else { return PendingTensor(try body(), event: nil) }
        let tensor = try withStream(handle, body)
        var event: OpaquePointer?
        try perform("record an event", []) { $0.event_record(handle, &event) }
        return PendingTensor(tensor, event: try event.made)
    }
}

/// A tensor that a side queue may still be working on.
public final class PendingTensor: @unchecked Sendable {
    private let tensor: Tensor
    private let event: OpaquePointer?

    init(_ tensor: Tensor, event: OpaquePointer?) {
        self.tensor = tensor
        self.event = event
    }

    deinit {
        if let event { TensorRuntime.loaded.event_free(event) }
    }

    /// The tensor, for the calling thread's own queue: operations on it begin when it is done.
    public func value() throws(TensorError) -> Tensor {
        if let event { try perform("wait for an event", [tensor]) { $0.event_wait(event, tensor.handle) } }
        return withExtendedLifetime(self) { tensor }
    }
}
