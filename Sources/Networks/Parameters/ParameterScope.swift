public import Tensors

/// A place in a network's tree of names, handed into the constructors of layers.
///
///     let attention = try Attention(scope / "blocks" / index / "attn")
///     weight = try scope.parameter("weight", shape: [outputs, inputs], initializer: .kaimingUniform)
public struct ParameterScope: Sendable {
    /// Where the tensors are kept.
    public let store: ParameterStore

    /// The names from the root to here.
    public let path: [String]

    /// The scope of a child.
    public static func / (scope: ParameterScope, name: String) -> ParameterScope {
        ParameterScope(store: scope.store, path: scope.path + [name])
    }

    /// The scope of a numbered child.
    public static func / (scope: ParameterScope, index: Int) -> ParameterScope {
        scope / String(index)
    }

    /// The full checkpoint name of a tensor of this scope.
    public func name(of tensor: String) -> String {
        (path + [tensor]).joined(separator: ".")
    }

    /// Makes a parameter that is learned, of the store's type.
    public func parameter(
        _ name: String,
        shape: Shape,
        initializer: Initializer
    ) throws -> Tensor {
        try store.register(
            self.name(of: name),
            kind: .parameter,
            shape: shape,
            dtype: store.dtype,
            initializer: initializer
        )
    }

    /// Makes a tensor that is saved but not learned, of the store's type unless another is named; a checkpoint may lack an
    /// optional one.
    public func buffer(
        _ name: String,
        shape: Shape,
        initializer: Initializer,
        dtype: DType? = nil,
        isOptional: Bool = false
    ) throws -> Tensor {
        try store.register(
            self.name(of: name),
            kind: .buffer(isOptional: isOptional),
            shape: shape,
            dtype: dtype ?? store.dtype,
            initializer: initializer
        )
    }
}
