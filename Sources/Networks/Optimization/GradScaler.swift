public import Tensors

/// Keeps gradients in half precision's range: the loss is scaled up, gradients are scaled back before the step.
///
/// PyTorch's `torch.amp.GradScaler`: it starts at 65,536, doubles after 2,000 good steps in a row, and halves on an
/// overflow, whose step is skipped. The calls of one step, in order:
///
///     try scaler.scale(loss).backward()
///     try scaler.unscale(optimizer)   // only to clip gradients; `step` does it otherwise
///     try scaler.step(optimizer)
///     try scaler.update()
public final class GradScaler {
    /// How the scale moves.
    public struct Configuration: Sendable, Codable, Equatable {
        /// The scale at the start.
        public var initialScale = 65_536.0
        /// What the scale is multiplied by after enough good steps.
        public var growthFactor = 2.0
        /// What the scale is multiplied by after an overflow.
        public var backoffFactor = 0.5
        /// The number of good steps in a row that are enough.
        public var growthInterval = 2_000

        /// PyTorch's defaults.
        public init() {}
    }

    /// What is saved with a checkpoint.
    public struct State: Sendable, Codable, Equatable {
        /// The scale.
        public var scale: Double
        /// The number of good steps in a row.
        public var goodSteps: Int
        /// The number of steps that were skipped so far.
        public var skippedSteps: Int
    }

    /// Whether it does anything: single precision and bfloat16 need no scale.
    public let isEnabled: Bool
    private let configuration: Configuration
    private let scaleTensor: Tensor
    private let growthTracker: Tensor
    private var foundInfinite: Tensor?

    /// The number of steps that were skipped because a gradient overflowed.
    public private(set) var skippedSteps = 0

    /// Makes a scaler; one that is not enabled lets everything through unchanged.
    public init(
        enabled: Bool = true,
        configuration: Configuration = Configuration(),
        device: Device = .cpu
    ) throws(TensorError) {
        isEnabled = enabled
        self.configuration = configuration
        scaleTensor = try .full([], configuration.initialScale, device: device)
        growthTracker = try .zeros([], dtype: .int32, device: device)
    }

    /// The present scale; 1 where it is not enabled.
    public var scale: Double {
        get throws(TensorError) { isEnabled ? try scaleTensor.item() : 1 }
    }

    /// Returns the loss times the scale.
    public func scale(_ loss: Tensor) throws(TensorError) -> Tensor {
        isEnabled ? try loss * scaleTensor : loss
    }

    /// Scales the gradients back in place and looks for overflows; at most once a step.
    public func unscale(_ optimizer: AdamW) throws(TensorError) {
        guard isEnabled, foundInfinite == nil else { return }
        let found = try Tensor.zeros([], device: scaleTensor.device)
        // In double precision, as in PyTorch: one over a scale may not be exact in single.
        let inverse = try (1 / scaleTensor.to(.float64)).to(.float32)
        try ParameterUpdate.unscale(optimizer.gradients, foundInfinite: found, inverseScale: inverse)
        foundInfinite = found
    }

    /// Takes the optimiser's step unless a gradient overflowed.
    ///
    /// - Returns: whether the step was taken.
    @discardableResult
    public func step(_ optimizer: AdamW) throws -> Bool {
        guard isEnabled else {
            try optimizer.step()
            return true
        }
        try unscale(optimizer)
        guard try foundInfinite?.item() == 0 else {
            skippedSteps += 1
            return false
        }
        try optimizer.step()
        return true
    }

    /// Moves the scale after a step.
    public func update() throws(TensorError) {
        guard isEnabled, let found = foundInfinite else { return }
        try ParameterUpdate.updateScale(
            scaleTensor,
            growthTracker: growthTracker,
            foundInfinite: found,
            growthFactor: configuration.growthFactor,
            backoffFactor: configuration.backoffFactor,
            growthInterval: configuration.growthInterval
        )
        foundInfinite = nil
    }

    /// The state, to be saved.
    public func state() throws(TensorError) -> State {
        State(
            scale: try scaleTensor.item(),
            goodSteps: Int(try growthTracker.item()),
            skippedSteps: skippedSteps
        )
    }

    /// Goes on from a state that `state()` gave.
    public func restore(_ state: State) throws(TensorError) {
        try ParameterUpdate.assign(.full([], state.scale), to: scaleTensor)
        try ParameterUpdate.assign(.full([], Double(state.goodSteps), dtype: .int32), to: growthTracker)
        skippedSteps = state.skippedSteps
        foundInfinite = nil
    }
}
