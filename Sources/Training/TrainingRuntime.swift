import Networks
public import Tensors

/// What computes image models: a device, a number type and a number of threads.
public struct TrainingRuntime: Sendable {
    /// Where tensors live.
    public let device: Device
    /// The number type of forward passes. Weights, losses and scores are float32.
    public let precision: DType
    /// How many crops are prepared at the same time.
    public let threads: Int

    /// Where the decoded crops of a training wait for their turn.
    public let crops: CropPlacement

    /// Describes what computes.
    public init(device: Device = .cpu, precision: DType = .float32, threads: Int, crops: CropPlacement = .auto) {
        self.device = device
        self.precision = precision
        self.threads = threads
        self.crops = crops
    }

    /// The context of evaluation passes, for as long as no weight changes.
    var inferenceContext: ForwardContext {
        device == .cpu && precision == .float32 ? .inference(preparing: PreparedWeights()) : .inference
    }

    /// Calls `body` with automatic casting to the precision, where it is not float32 already.
    func forward<Result>(_ body: () throws -> Result) throws -> Result {
        guard precision != .float32 else { return try body() }
        return try withAutocast(precision, device: device, body)
    }
}
