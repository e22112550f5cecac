import Tables

/// What the stack looks at.
public struct ImportanceFindings: Sendable {
    /// How one feature moved the scores of a sample of lesions.
    public struct Contributions: Sendable {
        /// The feature.
        public let feature: String
        /// The mean size of its contribution (log odds).
        public let meanSize: Double
        /// The contributions, and where each lesion's value ranks among the sample, 0 to 1; NaN where it is missing.
        public let contributions: [Double]
        public let ranks: [Double]
    }

    /// The features, most used first.
    public let features: [RunMaterial.Feature]
    /// The families, most used first.
    public let families: [RunMaterial.Family]
    /// Whether values were shuffled within patients; otherwise every lesion stands alone, and all lesions traded values.
    public let shufflesWithinPatients: Bool
    /// The features that moved scores most, the strongest first.
    public let contributions: [Contributions]
    /// The lesions of the sample.
    public let sampledLesions: Int

    /// The features whose contributions are shown, and the lesions drawn of each.
    private static let shown = (features: 15, lesions: 400)

    init?(_ material: RunMaterial) {
        guard !material.features.isEmpty else { return nil }
        features = material.features
        families = material.families.isEmpty ? Self.families(of: features) : material.families
        shufflesWithinPatients = Set(material.groups.codes).count < material.groups.count
        let sampled = Set(material.contributions.map(\.row)).count
        sampledLesions = sampled
        let byFeature = Dictionary(grouping: material.contributions, by: \.feature)
        // A feature whose contribution was kept for single lesions only is no part of the summary.
        contributions = byFeature.filter { $0.value.count == sampled }.map { feature, entries in
            let stride = max(1, entries.count / Self.shown.lesions)
            let order = RowOrder(entries.map(\.value))
            let ranks = order.meanRanks(of: entries.map(\.value)).map { rank in
                order.rows.count > 1 ? (rank - 1) / Double(order.rows.count - 1) : 0.5
            }
            let drawn = entries.indices.filter { $0 % stride == 0 }
            return Contributions(
                feature: feature,
                meanSize: entries.reduce(0) { $0 + abs($1.contribution) } / Double(entries.count),
                contributions: drawn.map { entries[$0].contribution },
                ranks: drawn.map { ranks[$0] }
            )
        }.sorted { ($1.meanSize, $0.feature) < ($0.meanSize, $1.feature) }.prefix(Self.shown.features).map { $0 }
    }

    /// The families of a run that did not shuffle them: their gain is known all the same.
    private static func families(of features: [RunMaterial.Feature]) -> [RunMaterial.Family] {
        Dictionary(grouping: features.filter { $0.gainShare > 0 }, by: \.family).map { name, members in
            RunMaterial.Family(
                name: name,
                features: members.count,
                gainShare: members.reduce(0) { $0 + $1.gainShare },
                aucDrop: .nan,
                partialAUCDrop: .nan
            )
        }.sorted { ($1.gainShare, $0.name) < ($0.gainShare, $1.name) }
    }
}
