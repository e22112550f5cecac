import Synchronization
import Tensors

/// Weights in the layouts that the processor reads fastest, each made when it is first needed.
///
/// They are copies: make new ones whenever weights have changed.
public final class PreparedWeights: Sendable {
    private struct Entry: Sendable {
        /// Kept alive, so that no other tensor can take its identity.
        let source: Tensor
        let packed: PackedWeight
    }

    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    /// Begins without any.
    public init() {}

    /// The weight `[O, I]` or `[O, I, 1, 1]` of a linear map, packed for about `rows` inputs at once.
    func packed(_ weight: Tensor, rows: Int) throws -> PackedWeight {
        try entries.withLock { entries in
            if let entry = entries[ObjectIdentifier(weight)] { return entry.packed }
            let packed = try PackedWeight(weight.flattened(from: 1), rows: rows)
            entries[ObjectIdentifier(weight)] = Entry(source: weight, packed: packed)
            return packed
        }
    }
}
