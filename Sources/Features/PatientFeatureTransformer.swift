public import Tables

/// Learns how to turn metadata rows into features: which columns there are, and the levels of the categorical ones.
///
/// Nothing else is learnt from other patients: a lesion's features follow from its row and its patient's rows alone. So
/// the same features result whether one patient is scored or all, and whatever the order of the rows.
public struct PatientFeatureTransformer: Sendable {
    /// What to compute.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The features to compute.
        public var family: FeatureFamily

        /// Chooses a family of features.
        public init(family: FeatureFamily = .base) {
            self.family = family
        }
    }

    /// What to compute.
    public let configuration: Configuration

    /// Makes a transformer.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// The metadata columns that can be inputs; a table may lack some.
    ///
    /// Nothing else of a table is ever read.
    public var inputColumns: [String] {
        let family = configuration.family
        return FittedPatientFeatures.numericInputs(of: family.definitions) + family.categoricalColumns.map(\.name)
    }

    /// Learns from the training rows.
    ///
    /// Of the features, those are made whose input columns are all there.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - groups: The patient of each row; without them no feature compares a lesion with its patient's others.
    ///   - additional: Further columns of numbers, row by row as in `table` (measurements of the crops). They become
    ///     features as they stand, and relative to the patient: score (`_patient_norm`) and rank (`_patient_rank`).
    /// - Throws: `TableError` where a column holds the wrong type of value, `FeatureError` where `groups` or `additional`
    ///   has another number of rows, or an additional column the name of another feature.
    public func fit(
        _ table: Table,
        groups: TextColumn?,
        additional: FeatureMatrix? = nil
    ) throws -> FittedPatientFeatures {
        if let groups, groups.count != table.rowCount {
            throw FeatureError.patientCount(expected: table.rowCount, found: groups.count, table: table.origin)
        }
        let family = configuration.family
        let numericColumns = FittedPatientFeatures.numericInputs(of: family.definitions).filter(table.contains)
        for name in numericColumns { _ = try table.numbers(name) }
        let vocabularies = try family.categoricalColumns.filter { table.contains($0.name) }.map {
            CategoryVocabulary($0, values: try table.categories($0.name))
        }
        if let additional, additional.rowCount != table.rowCount {
            throw FeatureError.additionalCount(
                expected: table.rowCount,
                found: additional.rowCount,
                table: table.origin
            )
        }
        let fitted = FittedPatientFeatures(
            family: family,
            numericColumns: numericColumns,
            vocabularies: vocabularies,
            comparesWithinPatient: groups != nil,
            additionalColumns: additional?.names ?? []
        )
        var seen: Set<String> = []
        let repeated = fitted.featureNames.filter { !seen.insert($0).inserted }
        guard repeated.isEmpty else { throw FeatureError.repeatedNames(repeated, table: table.origin) }
        return fitted
    }
}

extension Table {
    /// A column of numbers; one of text without a single value is all missing, since its type could not be told.
    func numbers(_ name: String) throws(TableError) -> [Double] {
        if case .text(let values) = try column(name), values.codes.allSatisfy({ $0 < 0 }) {
            return [Double](repeating: .nan, count: rowCount)
        }
        return try doubles(name)
    }

    /// A column of text; one of numbers without a single value is all missing, since its type could not be told.
    func categories(_ name: String) throws(TableError) -> TextColumn {
        if case .double(let values) = try column(name), values.allSatisfy(\.isNaN) {
            return TextColumn(levels: [], codes: [Int32](repeating: -1, count: rowCount))
        }
        return try texts(name)
    }
}
