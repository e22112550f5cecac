public import Tables

/// What was learnt from the training rows; turns any rows into features, the same way in training and in prediction.
public struct FittedPatientFeatures: Codable, Sendable, Equatable {
    /// The family of features.
    public let family: FeatureFamily

    /// The columns of numbers that the training rows had and that features read.
    public let numericColumns: [String]

    /// The levels of the categorical columns that the training rows had.
    public let vocabularies: [CategoryVocabulary]

    /// Whether lesions are compared with their patient's others.
    public let comparesWithinPatient: Bool

    /// The name of the feature that counts the lesions of a patient.
    public static let countName = "count_per_patient"

    /// The columns that `transform` needs, all of them.
    public var requiredColumns: [String] { numericColumns + vocabularies.map(\.column) }

    /// The names of the features, in the order of the matrix.
    public var featureNames: [String] {
        let definitions = definitions
        return definitions.map(\.name)
            + (comparesWithinPatient ? definitions.map(\.patientRelativeName) + [Self.countName] : [])
            + vocabularies.flatMap(\.featureNames)
    }

    /// The features of one lesion's numbers whose inputs are all there.
    var definitions: [FeatureDefinition] {
        family.definitions.filter { $0.expression.columns.allSatisfy(numericColumns.contains) }
    }

    static func numericInputs(of definitions: [FeatureDefinition]) -> [String] {
        var seen: Set<String> = []
        return definitions.flatMap(\.expression.columns).filter { seen.insert($0).inserted }
    }

    /// Computes the features of rows, in double precision, stored in single precision; NaN is missing.
    ///
    /// Nothing is imputed: a feature is missing where one of its inputs is missing or infinite, where the formula has no
    /// finite value (a division by zero, the root of a negative number), and where it does not fit single precision. A
    /// feature relative to the patient is also missing where fewer than two of the patient's lesions have it. A row without
    /// a patient is compared with nothing.
    ///
    /// - Parameters:
    ///   - table: The rows; all rows of a patient must be among them. Columns that no feature reads are passed over.
    ///   - groups: The patient of each row. Not needed where the training rows had none.
    /// - Throws: `TableError` where a required column is absent or of the wrong type, `FeatureError` where the patients
    ///   are absent or do not match the rows.
    public func transform(_ table: Table, groups: TextColumn?) throws -> FeatureMatrix {
        let columns = try columns(of: table, groups: groups, as: Float.self)
        return try FeatureMatrix(names: featureNames, columns: columns, rowCount: table.rowCount)
    }

    /// The features in the precision of `Value`, in the order of `featureNames`.
    func columns<Value: BinaryFloatingPoint & Sendable>(
        of table: Table,
        groups: TextColumn?,
        as type: Value.Type
    ) throws -> [[Value]] {
        try table.require(requiredColumns)
        var inputs: [String: [Double]] = [:]
        for name in numericColumns { inputs[name] = try table.numbers(name) }
        let categories = try vocabularies.map { $0.positions(of: try table.categories($0.column)) }
        let patients = try patients(groups, of: table, inputs: numericColumns.compactMap { inputs[$0] })

        let rowCount = table.rowCount
        let numbers = NumericColumns(rowCount: rowCount, columns: inputs)
        let definitions = definitions
        let computed = concurrentMap(definitions.count) { index -> (own: [Value], relative: [Value]?) in
            let values = definitions[index].expression.values(of: numbers)
            let relative = patients.map { PatientNormalization.normalize(values, within: $0, as: Value.self) }
            return (values.map { stored($0) }, relative)
        }
        let indicators = zip(vocabularies, categories).flatMap { vocabulary, positions in
            concurrentMap(vocabulary.levels.count) { level in
                positions.map { $0 == Int32(level) ? Value(1) : 0 }
            }
        }
        let counts = patients.map { [$0.counts(rowCount: rowCount).map { Value($0) }] } ?? []
        return computed.map(\.own) + computed.compactMap(\.relative) + counts + indicators
    }

    private func patients(_ groups: TextColumn?, of table: Table, inputs: [[Double]]) throws -> PatientGroups? {
        guard comparesWithinPatient else { return nil }
        guard let groups else { throw FeatureError.noPatients(table: table.origin) }
        guard groups.count == table.rowCount else {
            throw FeatureError.patientCount(expected: table.rowCount, found: groups.count, table: table.origin)
        }
        return PatientGroups(groups, contentHashes: contentHashes(of: inputs, rowCount: table.rowCount))
    }
}
