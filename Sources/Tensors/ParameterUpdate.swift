internal import CTorchInterface

/// The only operations that change a tensor in place: those of an optimiser. None of them records gradients.
///
/// Whoever calls them owns the tensors: no other thread may read them meanwhile.
public enum ParameterUpdate {
    /// Copies the elements of `source`, converted, into `target` of the same shape.
    public static func assign(_ source: Tensor, to target: Tensor) throws(TensorError) {
        try perform("assign", [target, source]) { $0.assign(target.handle, source.handle) }
    }

    /// Multiplies every tensor by the one number in `factor`.
    public static func scale(_ tensors: [Tensor], by factor: Tensor) throws(TensorError) {
        guard !tensors.isEmpty else { return }
        try perform("scale", tensors + [factor]) {
            $0.scale_in_place(tensors.map(\.handle), Int64(tensors.count), factor.handle)
        }
    }

    /// Moves every target towards its source: `target = decay * target + (1 - decay) * source`.
    public static func average(_ sources: [Tensor], into targets: [Tensor], decay: Double) throws(TensorError) {
        precondition(sources.count == targets.count, "every target needs a source")
        guard !targets.isEmpty else { return }
        try perform("average", targets + sources) {
            $0.average_in_place(targets.map(\.handle), sources.map(\.handle), Int64(targets.count), decay)
        }
    }

    /// The Euclidean norm of all elements of all tensors, as one number.
    public static func totalNorm(of tensors: [Tensor]) throws(TensorError) -> Tensor {
        try tensor("totalNorm", tensors) { $0.total_norm(tensors.map(\.handle), Int64(tensors.count), $1) }
    }

    /// What one tensor's AdamW step needs.
    public struct AdamWState: Sendable {
        /// The running average of gradients, of the parameter's shape.
        public let average: Tensor
        /// The running average of squared gradients, of the parameter's shape.
        public let squareAverage: Tensor
        /// The number of steps taken, float32 without axes.
        public let step: Tensor

        /// Groups the three tensors.
        public init(average: Tensor, squareAverage: Tensor, step: Tensor) {
            self.average = average
            self.squareAverage = squareAverage
            self.step = step
        }
    }

    /// The numbers of AdamW (Loshchilov and Hutter, 2019).
    public struct AdamWSettings: Sendable, Equatable {
        /// The step size.
        public var learningRate: Double
        /// The decay of the average of gradients.
        public var beta1: Double
        /// The decay of the average of squared gradients.
        public var beta2: Double
        /// The share of a weight that is taken away per unit of learning rate.
        public var weightDecay: Double
        /// What keeps the division finite.
        public var epsilon: Double

        /// PyTorch's defaults.
        public init(
            learningRate: Double = 1e-3,
            beta1: Double = 0.9,
            beta2: Double = 0.999,
            weightDecay: Double = 0.01,
            epsilon: Double = 1e-8
        ) {
            self.learningRate = learningRate
            self.beta1 = beta1
            self.beta2 = beta2
            self.weightDecay = weightDecay
            self.epsilon = epsilon
        }
    }

    /// Takes one step of AdamW on all parameters, by libtorch's fused kernel.
    public static func adamW(
        _ parameters: [Tensor],
        gradients: [Tensor],
        states: [AdamWState],
        settings: AdamWSettings
    ) throws(TensorError) {
        precondition(
            parameters.count == gradients.count && parameters.count == states.count,
            "every parameter needs a gradient and a state"
        )
        guard !parameters.isEmpty else { return }
        var numbers = ctorch_adamw(
            learning_rate: settings.learningRate,
            beta1: settings.beta1,
            beta2: settings.beta2,
            weight_decay: settings.weightDecay,
            epsilon: settings.epsilon
        )
        let averages = states.map(\.average)
        let squareAverages = states.map(\.squareAverage)
        let steps = states.map(\.step)
        try perform("adamW", parameters + gradients + averages + squareAverages + steps) {
            $0.adamw_step(
                parameters.map(\.handle),
                gradients.map(\.handle),
                averages.map(\.handle),
                squareAverages.map(\.handle),
                steps.map(\.handle),
                Int64(parameters.count),
                &numbers
            )
        }
    }

    /// Multiplies gradients by `inverseScale` and sets `foundInfinite` to 1 where an element is not finite.
    public static func unscale(
        _ gradients: [Tensor],
        foundInfinite: Tensor,
        inverseScale: Tensor
    ) throws(TensorError) {
        guard !gradients.isEmpty else { return }
        try perform("unscale", gradients + [foundInfinite, inverseScale]) {
            $0.unscale(
                gradients.map(\.handle),
                Int64(gradients.count),
                foundInfinite.handle,
                inverseScale.handle
            )
        }
    }

    /// Moves a gradient scale as `torch.amp.GradScaler.update` does: back after an overflow, on after enough good steps.
    public static func updateScale(
        _ scale: Tensor,
        growthTracker: Tensor,
        foundInfinite: Tensor,
        growthFactor: Double,
        backoffFactor: Double,
        growthInterval: Int
    ) throws(TensorError) {
        try perform("updateScale", [scale, growthTracker, foundInfinite]) {
            $0.update_scale(
                scale.handle,
                growthTracker.handle,
                foundInfinite.handle,
                growthFactor,
                backoffFactor,
                Int64(growthInterval)
            )
        }
    }
}
