import Diagnostics
import Synchronization
public import Tensors

/// All parameters and buffers of one network, by their checkpoint names, in the order in which they were asked for.
public final class ParameterStore: Sendable {
    /// What a tensor of the store is for.
    public enum Kind: Sendable, Equatable {
        /// It is learned.
        case parameter
        /// It is saved but not learned, such as running statistics. A checkpoint may lack an optional one.
        case buffer(isOptional: Bool)
    }

    /// A tensor with its name.
    public struct Entry: Sendable {
        /// The checkpoint name, such as `blocks.0.attn.qkv.weight`.
        public let name: String
        /// The tensor; training changes it in place.
        public let tensor: Tensor
        /// What it is for.
        public let kind: Kind
    }

    private let registered = Mutex(Registry())

    private struct Registry {
        var entries: [Entry] = []
        var indexOfName: [String: Int] = [:]
    }

    private let generator: TorchGenerator

    /// Where the tensors live.
    public let device: Device

    /// The type of parameters and statistics: float32, or float64 to compare with a reference digit by digit.
    public let dtype: DType

    /// Makes an empty store whose parameters are initialised from `generator`, which draws on the processor.
    public init(generator: TorchGenerator, device: Device = .cpu, dtype: DType = .float32) {
        self.generator = generator
        self.device = device
        self.dtype = dtype
    }

    /// Makes an empty store whose parameters are initialised from a seed.
    public convenience init(seed: UInt64, device: Device = .cpu, dtype: DType = .float32) throws {
        self.init(generator: try TorchGenerator(seed: seed), device: device, dtype: dtype)
    }

    /// The scope without a prefix, to build a network in.
    public var root: ParameterScope { ParameterScope(store: self, path: []) }

    /// All tensors in order.
    public var entries: [Entry] { registered.withLock { $0.entries } }

    /// The names of all tensors in order.
    public var names: [String] { entries.map(\.name) }

    /// The tensor of a name, or nil.
    public subscript(name: String) -> Tensor? {
        registered.withLock { registry in registry.indexOfName[name].map { registry.entries[$0].tensor } }
    }

    /// The parameters, trainable or not, in order.
    public var parameters: [Entry] { entries.filter { $0.kind == .parameter } }

    /// The parameters that training changes, in order.
    public var trainableParameters: [Entry] { parameters.filter(\.tensor.requiresGradient) }

    /// The number of learned numbers.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

    /// Chooses by name which parameters training changes.
    public func setTrainable(_ isTrainable: (_ name: String) -> Bool) throws {
        for entry in parameters { try entry.tensor.setRequiresGradient(isTrainable(entry.name)) }
    }

    /// Forgets all gradients.
    public func clearGradients() throws {
        for entry in parameters { try entry.tensor.clearGradient() }
    }

    func register(
        _ name: String,
        kind: Kind,
        shape: Shape,
        dtype: DType,
        initializer: Initializer
    ) throws -> Tensor {
        guard self[name] == nil else {
            throw NetworkError(.failure, Problem("Two layers ask for the same parameter", at: name))
        }
        let tensor = try initializer(shape, dtype: dtype, generator: generator).to(device)
        if kind == .parameter { try tensor.setRequiresGradient() }
        registered.withLock { registry in
            registry.indexOfName[name] = registry.entries.count
            registry.entries.append(Entry(name: name, tensor: tensor, kind: kind))
        }
        return tensor
    }
}
