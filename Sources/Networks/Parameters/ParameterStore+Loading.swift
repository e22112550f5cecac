import Diagnostics
public import Foundation
import Tensors

extension ParameterStore {
    /// Copies a checkpoint's tensors over this network's, strictly: after the filter every name and shape must fit.
    ///
    /// Nothing is changed unless everything fits. Floating-point types are converted to the network's.
    /// - Throws: `NetworkError` of category `badData` that lists all missing, unexpected and mis-shaped tensors.
    @discardableResult
    public func load(_ checkpoint: Checkpoint, filter: CheckpointFilter? = nil) throws -> LoadReport {
        var checkpoint = checkpoint
        try filter?(&checkpoint, self)
        let entries = entries
        var misfit = Misfit()
        var kept: [String] = []
        for entry in entries {
            guard let shape = checkpoint.shape(of: entry.name), let dtype = checkpoint.dtype(of: entry.name) else {
                if entry.kind == .buffer(isOptional: true) || checkpoint.permittedAbsences.contains(entry.name) {
                    kept.append(entry.name)
                } else {
                    misfit.missing.append(entry.name)
                }
                continue
            }
            let expected = entry.tensor.shape
            if shape != expected {
                misfit.misshaped.append("\(entry.name) (expected \(expected), found \(shape))")
            } else if dtype.isFloatingPoint != entry.tensor.dtype.isFloatingPoint {
                misfit.misshaped.append(
                    "\(entry.name) (expected \(entry.tensor.dtype.rawValue), found \(dtype.rawValue))"
                )
            }
        }
        misfit.unexpected = checkpoint.names.filter { self[$0] == nil }
        if let error = misfit.error(origin: checkpoint.origin) { throw error }

        for entry in entries {
            guard let source = try checkpoint.tensor(entry.name) else { continue }
            try ParameterUpdate.assign(source, to: entry.tensor)
        }
        return LoadReport(
            origin: checkpoint.origin,
            loaded: entries.count - kept.count,
            kept: kept,
            actions: checkpoint.actions
        )
    }

    /// Loads a safetensors file; see `load(_:filter:)`.
    @discardableResult
    public func load(_ url: URL, filter: CheckpointFilter? = nil) throws -> LoadReport {
        try load(Checkpoint(url), filter: filter)
    }

    /// All tensors with their names, in order, to be saved.
    public var namedTensors: [NamedTensor] { entries.map { ($0.name, $0.tensor) } }

    /// Writes all tensors as a safetensors file with the checkpoint's names.
    public func save(to url: URL, metadata: [String: String] = [:]) throws {
        try Safetensors.write(namedTensors, metadata: metadata, to: url)
    }
}

/// Everything by which a checkpoint differs from a network.
private struct Misfit {
    var missing: [String] = []
    var unexpected: [String] = []
    var misshaped: [String] = []

    func error(origin: String) -> NetworkError? {
        let parts = [("missing", missing), ("unexpected", unexpected), ("of another shape", misshaped)]
            .filter { !$0.1.isEmpty }
            .map { "\($0.1.count) \($0.0): \($0.1.joined(separator: ", "))" }
        guard !parts.isEmpty else { return nil }
        return NetworkError(
            .badData,
            Problem(
                "the weights do not fit this network: " + parts.joined(separator: "; "),
                at: origin,
                remedy: "Choose weights of the same architecture, classes and image size"
            )
        )
    }
}
