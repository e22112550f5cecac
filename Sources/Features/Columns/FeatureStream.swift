/// The features of rows, made one column after the other without holding them all.
public struct FeatureStream: Sendable {
    /// The names of the columns in the order in which they come.
    ///
    /// A feature relative to the patient comes right after the one it is made from, so the order is not that of the matrix.
    public let names: [String]

    private let computation: FeatureComputation

    /// Streams what `computation` says, given the names in the order of the matrix.
    init(names: [String], computation: FeatureComputation) {
        self.computation = computation
        self.names = computation.positions(columnCount: names.count).map { names[$0] }
    }

    /// Calls `body` with the values of each column, one call after the other, while further columns are computed.
    ///
    /// The values, in single precision, NaN where missing, are valid only during the call. The calls come from several threads
    /// in turn.
    ///
    /// - Throws: What `body` throws; nothing more is computed then.
    public func forEachColumn(_ body: (UnsafeBufferPointer<Float>) throws -> Void) throws {
        try computation.stream(as: Float.self) { try body($1) }
    }
}
