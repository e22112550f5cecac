import Diagnostics
public import Tensors

/// Parameters that share a learning rate and a weight decay.
public struct ParameterGroup: Sendable {
    /// What the group is called in logs, such as `backbone` or `head`.
    public let name: String
    /// The parameters with their checkpoint names.
    public let parameters: [ParameterStore.Entry]
    /// The step size; a schedule changes it between steps.
    public var learningRate: Double
    /// The share of a weight that is taken away per unit of learning rate.
    public let weightDecay: Double

    /// Groups parameters.
    public init(
        _ name: String,
        parameters: [ParameterStore.Entry],
        learningRate: Double,
        weightDecay: Double = 0.01
    ) {
        self.name = name
        self.parameters = parameters
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }
}

/// AdamW (Loshchilov and Hutter, 2019) with PyTorch's semantics: a parameter without a gradient is left alone.
///
/// It belongs to one thread at a time.
public final class AdamW {
    /// The groups; their learning rates may be changed between steps.
    public var groups: [ParameterGroup]
    private let beta1: Double
    private let beta2: Double
    private let epsilon: Double
    private var states: [String: ParameterUpdate.AdamWState] = [:]

    /// Makes an optimiser with PyTorch's defaults. A parameter may stand in one group only.
    public init(
        groups: [ParameterGroup],
        beta1: Double = 0.9,
        beta2: Double = 0.999,
        epsilon: Double = 1e-8
    ) throws(NetworkError) {
        var seen: Set<String> = []
        for entry in groups.flatMap(\.parameters) where !seen.insert(entry.name).inserted {
            throw NetworkError(.failure, Problem("The parameter stands in two groups", at: entry.name))
        }
        self.groups = groups
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }

    /// The gradients of all parameters that have one.
    public var gradients: [Tensor] {
        groups.flatMap { $0.parameters.compactMap(\.tensor.gradient) }
    }

    /// Takes one step down the gradients.
    public func step() throws {
        for group in groups {
            var parameters: [Tensor] = []
            var gradients: [Tensor] = []
            var current: [ParameterUpdate.AdamWState] = []
            for entry in group.parameters {
                guard let gradient = entry.tensor.gradient else { continue }
                parameters.append(entry.tensor)
                gradients.append(gradient)
                current.append(try state(of: entry))
            }
            let settings = ParameterUpdate.AdamWSettings(
                learningRate: group.learningRate,
                beta1: beta1,
                beta2: beta2,
                weightDecay: group.weightDecay,
                epsilon: epsilon
            )
            try ParameterUpdate.adamW(parameters, gradients: gradients, states: current, settings: settings)
        }
    }

    private func state(of entry: ParameterStore.Entry) throws -> ParameterUpdate.AdamWState {
        if let state = states[entry.name] { return state }
        // Made without recording: a zero made from a parameter would otherwise remember it.
        let state = try withGradientsDisabled { () throws(TensorError) in
            ParameterUpdate.AdamWState(
                average: try entry.tensor.zerosLike(),
                squareAverage: try entry.tensor.zerosLike(),
                step: try .zeros([], device: entry.tensor.device)
            )
        }
        states[entry.name] = state
        return state
    }

    /// Forgets all gradients.
    public func clearGradients() throws {
        for group in groups {
            for entry in group.parameters { try entry.tensor.clearGradient() }
        }
    }

    /// The state of every parameter that took a step, to be saved: `<name>.exp_avg`, `<name>.exp_avg_sq`, `<name>.step`.
    public func state() -> [NamedTensor] {
        groups.flatMap(\.parameters).flatMap { entry -> [NamedTensor] in
            guard let state = states[entry.name] else { return [] }
            return Self.keys(entry.name, state)
        }
    }

    private static func keys(_ name: String, _ state: ParameterUpdate.AdamWState) -> [NamedTensor] {
        [
            ("\(name).exp_avg", state.average), ("\(name).exp_avg_sq", state.squareAverage),
            ("\(name).step", state.step),
        ]
    }

    /// Goes on from a state that `state()` gave.
    /// - Throws: `NetworkError` of category `badData` that lists what is missing, unexpected or of another shape.
    public func restore(_ tensors: [String: Tensor]) throws {
        var problems: [String] = []
        var unused = Set(tensors.keys)
        var restored: [String: ParameterUpdate.AdamWState] = [:]
        for entry in groups.flatMap(\.parameters) where tensors["\(entry.name).step"] != nil {
            let state = try fresh(entry)
            for (key, target) in Self.keys(entry.name, state) {
                unused.remove(key)
                guard let source = tensors[key], source.shape == target.shape else {
                    problems.append("\(key) is missing or of another shape")
                    continue
                }
                try ParameterUpdate.assign(source, to: target)
            }
            restored[entry.name] = state
        }
        problems += unused.sorted().map { "\($0) is unexpected" }
        guard problems.isEmpty else {
            throw NetworkError(
                .badData,
                Problem(
                    "the optimiser's state does not fit: " + problems.joined(separator: "; "),
                    remedy: "Resume with the configuration that the state was saved with"
                )
            )
        }
        states = restored
    }

    private func fresh(_ entry: ParameterStore.Entry) throws -> ParameterUpdate.AdamWState {
        states[entry.name] = nil
        defer { states[entry.name] = nil }
        return try state(of: entry)
    }
}
