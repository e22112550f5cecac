public import Tensors

/// The Gaussian error linear unit, exact or by its tanh approximation (Hendrycks and Gimpel, 2016).
public struct GELU: Module {
    private let approximates: Bool

    /// Makes the exact form, or with `approximates` the tanh form.
    public init(approximates: Bool = false) {
        self.approximates = approximates
    }

    /// Applies it to every element.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        approximates ? try x.geluTanh() : try x.gelu()
    }
}

/// x * sigmoid(x).
public struct SiLU: Module {
    /// Makes the layer.
    public init() {}

    /// Applies it to every element.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor { try x.silu() }
}

/// max(x, 0).
public struct ReLU: Module {
    /// Makes the layer.
    public init() {}

    /// Applies it to every element.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor { try x.relu() }
}

/// min(max(x, 0), 6).
public struct ReLU6: Module {
    /// Makes the layer.
    public init() {}

    /// Applies it to every element.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor { try x.relu6() }
}

/// The layer that changes nothing.
public struct Identity: Module {
    /// Makes the layer.
    public init() {}

    /// Returns `x`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor { x }
}
