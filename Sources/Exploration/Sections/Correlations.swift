/// Which measurements say the same.
public struct Correlations: Sendable {
    /// A pair of columns.
    public struct Pair: Sendable {
        /// The names.
        public let first: String
        public let second: String
        /// Spearman's rank correlation.
        public let correlation: Double
    }

    /// The columns in the order of the clustering.
    public let names: [String]
    /// Spearman's rank correlations in that order; NaN for constant columns.
    public let matrix: [[Double]]
    /// The pairs with a correlation of at least ``strong`` either way, the strongest first.
    public let strongPairs: [Pair]

    /// From here on two columns are called nearly the same.
    public static let strong = 0.9

    init?(_ cohort: PreparedCohort) {
        let measurements = cohort.measurements.filter { $0.order.rows.count > 2 }
        guard measurements.count > 1 else { return nil }
        let matrix = Spearman(columns: measurements.map(\.values), orders: measurements.map(\.order)).matrix
        let order = AverageLinkage(distances: matrix.map { $0.map { 1 - abs($0) } }).leaves
        names = order.map { measurements[$0].name }
        self.matrix = order.map { row in order.map { matrix[row][$0] } }
        var pairs: [Pair] = []
        for first in names.indices {
            for second in (first + 1)..<max(first + 1, names.count)
            where abs(self.matrix[first][second]) >= Self.strong {
                pairs.append(
                    Pair(first: names[first], second: names[second], correlation: self.matrix[first][second])
                )
            }
        }
        strongPairs = pairs.sorted { abs($0.correlation) > abs($1.correlation) }
    }
}
