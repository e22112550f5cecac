public import Foundation
public import Tensors

/// Weights on their way into a network: what a filter may rename, drop or replace before they must fit exactly.
///
/// Whatever a filter does is written down as an action and shown to the user.
public struct Checkpoint: Sendable {
    private enum Source: Sendable {
        case file(SafetensorsFile, name: String)
        case memory(Tensor)
    }

    private var sources: [String: Source] = [:]

    /// The names of the tensors, in order.
    public private(set) var names: [String] = []

    /// The names of the network that may keep their initial values.
    public private(set) var permittedAbsences: Set<String> = []

    /// What was done to the weights, in words.
    public private(set) var actions: [String] = []

    /// What the weights are called in messages.
    public let origin: String

    /// Opens the weights of a safetensors file; tensors are read when they are needed.
    public init(_ url: URL) throws {
        self.init(try SafetensorsFile(url))
    }

    /// Takes the weights of an open file.
    public init(_ file: SafetensorsFile) {
        origin = file.url.relativePath
        names = file.names
        for name in names { sources[name] = .file(file, name: name) }
    }

    /// Takes weights from memory.
    public init(_ tensors: [NamedTensor], origin: String = "weights in memory") {
        self.origin = origin
        names = tensors.map(\.name)
        for (name, tensor) in tensors { sources[name] = .memory(tensor) }
    }

    /// Whether there is a tensor of this name.
    public func contains(_ name: String) -> Bool { sources[name] != nil }

    /// The shape of a tensor, or nil where there is none of that name.
    public func shape(of name: String) -> Shape? {
        switch sources[name] {
        case .file(let file, let stored): file.shape(of: stored)
        case .memory(let tensor): tensor.shape
        case nil: nil
        }
    }

    /// The element type of a tensor, or nil where there is none of that name.
    public func dtype(of name: String) -> DType? {
        switch sources[name] {
        case .file(let file, let stored): file.dtype(of: stored)
        case .memory(let tensor): tensor.dtype
        case nil: nil
        }
    }

    /// Reads a tensor, or returns nil where there is none of that name.
    public func tensor(_ name: String) throws -> Tensor? {
        switch sources[name] {
        case .file(let file, let stored): try file.tensor(stored)
        case .memory(let tensor): tensor
        case nil: nil
        }
    }

    /// Gives a tensor another name; nothing happens where there is none of that name.
    public mutating func rename(_ name: String, to newName: String) {
        guard newName != name, let source = sources.removeValue(forKey: name),
            let position = names.firstIndex(of: name)
        else { return }
        names.removeAll { $0 == newName }
        names[names.firstIndex(of: name) ?? position] = newName
        sources[newName] = source
        actions.append("renamed \(name) to \(newName)")
    }

    /// Leaves a tensor out; nothing happens where there is none of that name.
    public mutating func drop(_ name: String, because reason: String) {
        guard sources.removeValue(forKey: name) != nil else { return }
        names.removeAll { $0 == name }
        actions.append("dropped \(name): \(reason)")
    }

    /// Puts another tensor in place of one, or adds it.
    public mutating func replace(_ name: String, with tensor: Tensor, because reason: String) {
        if sources.updateValue(.memory(tensor), forKey: name) == nil { names.append(name) }
        actions.append("replaced \(name): \(reason)")
    }

    /// Lets a tensor of the network keep its initial value where the checkpoint lacks it.
    public mutating func permitAbsence(of name: String, because reason: String) {
        guard sources[name] == nil, permittedAbsences.insert(name).inserted else { return }
        actions.append("kept the initial \(name): \(reason)")
    }
}

/// Adapts the weights of one family of networks to a network: the one place for its renames.
public typealias CheckpointFilter = @Sendable (inout Checkpoint, ParameterStore) throws -> Void

/// What loading weights did.
public struct LoadReport: Sendable, Equatable {
    /// Where the weights came from.
    public let origin: String
    /// The number of tensors that were loaded.
    public let loaded: Int
    /// The names that kept their initial values, by permission.
    public let kept: [String]
    /// What the filter did, in words.
    public let actions: [String]
}
