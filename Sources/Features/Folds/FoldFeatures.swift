import Cohorts
public import Tables

/// Learns what needs other patients: how often lesions of a hospital, a site, a location are malignant, and what is usual
/// at a hospital.
///
/// It is fitted on the training rows of a fold and never on the rows that the fold holds out. Where a feature reads
/// labels, training rows get theirs out of fold: from the other parts of an inner split by patient, so that no row sees
/// its own label, nor another of its patient's.
public struct FoldFeatures: Sendable {
    /// What to compute.
    public struct Configuration: Codable, Sendable, Equatable {
        /// Whether categories are replaced by the share of malignant lesions they had in training.
        public var encodesTargets = true
        /// How many average lesions are mixed into each category: rare categories say little (the published value is 50).
        public var smoothing = 50.0
        /// The parts of the inner split.
        public var innerFolds = 5
        /// Whether measures are compared with what is usual at the hospital.
        public var scoresWithinHospital = true

        /// Everything, with the published smoothing.
        public init() {}

        /// No feature at all.
        public static var none: Configuration {
            var none = Configuration()
            none.encodesTargets = false
            none.scoresWithinHospital = false
            return none
        }

        /// Whether any feature is asked for.
        public var isEmpty: Bool { !encodesTargets && !scoresWithinHospital }
    }

    private let configuration: Configuration
    private let seed: UInt64

    /// Describes the features; the inner split follows from `seed`.
    public init(configuration: Configuration = Configuration(), seed: UInt64) {
        self.configuration = configuration
        self.seed = seed
    }

    /// The columns that can be inputs; a table may lack some, and nothing else of it is read.
    public var inputColumns: [String] {
        let numbers = configuration.scoresWithinHospital ? HospitalScores.measures : []
        return numbers + CategoricalColumn.all.map(\.name)
    }

    /// Learns from some rows of a table, and computes the features of all of them.
    ///
    /// - Parameters:
    ///   - table: All rows.
    ///   - rows: The training rows, all rows of a patient among them or none.
    ///   - labels: 1 for malignant and 0 for benign, one for each row of `table`; only those of `rows` are read.
    ///   - groups: The patient of each row of `table`.
    /// - Returns: What was learnt, and the features of every row: out of fold for the training rows, as for new lesions for
    ///   the others.
    /// - Throws: `TableError` where a column holds the wrong type of value, `FeatureError` where labels or patients do not
    ///   match the rows.
    public func fit(
        _ table: Table,
        rows: [Int],
        labels: [Int],
        groups: TextColumn
    ) throws -> (fitted: FittedFoldFeatures, features: FeatureMatrix) {
        guard groups.count == table.rowCount else {
            throw FeatureError.patientCount(expected: table.rowCount, found: groups.count, table: table.origin)
        }
        guard labels.count == table.rowCount else {
            throw FeatureError.labelCount(expected: table.rowCount, found: labels.count, table: table.origin)
        }
        let fitted = try learn(table, rows: rows, labels: labels)
        var features = try fitted.transform(table)
        guard !fitted.encodings.isEmpty else { return (fitted, features) }
        let columns = try CategoricalColumn.all.filter { table.contains($0.name) }.map { try table.categories($0.name) }
        let parts = InnerParts(rows: rows, groups: groups, count: configuration.innerFolds, seed: seed)
        for (encoding, values) in zip(fitted.encodings, columns) {
            var column = features[encoding.featureName] ?? []
            for part in 0..<parts.count {
                let held = parts.rows(in: part)
                let inner = TargetEncoding(
                    column: encoding.column,
                    values: values,
                    labels: labels,
                    rows: parts.rows(outside: part),
                    smoothing: configuration.smoothing
                )
                for (row, value) in zip(held, inner.values(of: values.select(rows: held))) {
                    column[row] = stored(value)
                }
            }
            features = try features.replacing(encoding.featureName, by: column)
        }
        return (fitted, features)
    }

    private func learn(_ table: Table, rows: [Int], labels: [Int]) throws -> FittedFoldFeatures {
        let categories = CategoricalColumn.all.filter { configuration.encodesTargets && table.contains($0.name) }
        let encodings = try categories.map { column in
            TargetEncoding(
                column: column.name,
                values: try table.categories(column.name),
                labels: labels,
                rows: rows,
                smoothing: configuration.smoothing
            )
        }
        return FittedFoldFeatures(
            encodings: encodings,
            hospital: configuration.scoresWithinHospital ? try HospitalScores(table, rows: rows) : nil
        )
    }
}

extension FeatureMatrix {
    /// The matrix with another column in the place of the one named.
    fileprivate func replacing(_ name: String, by column: [Float]) throws -> FeatureMatrix {
        try FeatureMatrix(
            names: names,
            columns: zip(names, columns).map { $0.0 == name ? column : $0.1 },
            rowCount: rowCount
        )
    }
}
