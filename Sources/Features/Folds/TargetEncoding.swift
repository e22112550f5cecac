import Tables

/// The share of malignant lesions that each level of a category had in training, drawn towards the share over all levels.
///
/// `(malignant + smoothing * share) / (lesions + smoothing)`; a level that training did not have gets the share over all,
/// which is what the formula gives for no lesions. A missing value is a level like the others.
struct TargetEncoding: Codable, Sendable, Equatable {
    /// The categorical column.
    let column: String
    /// The share of malignant lesions among all training rows; nil where there was none.
    let share: Double?
    /// The encoded value of each level.
    let values: [String: Double]
    /// The encoded value of a missing cell; nil where training had none missing.
    let missing: Double?

    /// Learns from the rows of `rows` alone.
    init(column: String, values: TextColumn, labels: [Int], rows: [Int], smoothing: Double) {
        var lesions = [Double](repeating: 0, count: values.levels.count + 1)
        var malignant = lesions
        for row in rows {
            // The last place is that of missing values.
            let code = values.codes[row]
            let place = code < 0 ? values.levels.count : Int(code)
            lesions[place] += 1
            malignant[place] += Double(labels[row])
        }
        let share = rows.isEmpty ? nil : malignant.reduce(0, +) / Double(rows.count)
        let encoded = zip(lesions, malignant).map { count, positives in
            count > 0 ? share.map { (positives + smoothing * $0) / (count + smoothing) } : nil
        }
        self.column = column
        self.share = share
        missing = encoded.last ?? nil
        self.values = Dictionary(
            zip(values.levels, encoded).compactMap { level, value in value.map { (level, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The name of the feature.
    var featureName: String { Self.featureName(column) }

    /// The name of the feature of a column.
    static func featureName(_ column: String) -> String { "te_\(column)" }

    /// What the feature is.
    var description: FeatureDescription {
        FeatureDescription(
            name: featureName,
            formula: "share of malignant lesions among the training lesions with the same \(column), smoothed",
            unit: FeatureDefinition.noUnit,
            source: "target encoding: junaidaliop, ISIC 2024; Micci-Barreca, SIGKDD Explorations 2001",
            criteria: []
        )
    }

    /// The encoded value of each row; NaN where nothing was learnt.
    func values(of column: TextColumn) -> [Double] {
        let unknown = share ?? .nan
        let byCode = column.levels.map { values[$0] ?? unknown }
        let ofMissing = missing ?? unknown
        return column.codes.map { $0 < 0 ? ofMissing : byCode[Int($0)] }
    }
}
