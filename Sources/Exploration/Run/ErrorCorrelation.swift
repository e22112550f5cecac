/// Whether models err on the same lesions: models whose errors differ gain from being combined.
///
/// Within one class every difference in rank is an error of ranking, so models are correlated (Spearman) among malignant and
/// among benign lesions separately. Over both classes together a correlation would mostly say that both models work.
public struct ErrorCorrelation: Sendable {
    /// The models, the stack last.
    public let names: [String]
    /// Rank correlations among malignant lesions; NaN where they are too few.
    public let malignant: [[Double]]
    /// Rank correlations among benign lesions.
    public let benign: [[Double]]

    /// Correlates the image models and the stack; nil without image models.
    init?(_ material: RunMaterial) {
        guard !material.models.isEmpty else { return nil }
        let columns = material.models.map(\.scores) + [material.scores]
        names = material.models.map(\.name) + ["stack"]
        func correlations(among label: Int) -> [[Double]] {
            let rows = material.labels.indices.filter { material.labels[$0] == label }
            guard rows.count > 2 else {
                return columns.map { _ in columns.map { _ in Double.nan } }
            }
            let values = columns.map { column in rows.map { column[$0] } }
            return Spearman(columns: values, orders: values.map(RowOrder.init)).matrix
        }
        malignant = correlations(among: 1)
        benign = correlations(among: 0)
    }
}
