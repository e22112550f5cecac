import Parallelism
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

    /// The names of additional columns that the training rows had.
    public let additionalColumns: [String]

    /// The name of the feature that counts the lesions of a patient.
    public static let countName = "count_per_patient"

    /// The columns that `transform` needs, all of them.
    public var requiredColumns: [String] { numericColumns + vocabularies.map(\.column) }

    /// The names of the features, in the order of the matrix.
    public var featureNames: [String] { catalogue.map(\.name) }

    /// Those of `all` whose inputs are all there.
    func definitions(_ all: [FeatureDefinition]) -> [FeatureDefinition] {
        all.filter { $0.expression.columns.allSatisfy(numericColumns.contains) }
    }

    /// The sets of features that compare a lesion with its patient's others, beyond the scores of the base family.
    var patientFeatureSets: [any PatientFeatureSet] {
        guard comparesWithinPatient else { return [] }
        let inputs = AvailableInputs(
            features: Set(definitions(family.definitions).map(\.name)),
            categories: Set(vocabularies.map(\.column))
        )
        return family.patientFeatureSets(inputs) + [AdditionalColumns(names: additionalColumns)]
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
    ///   - additional: Further columns of numbers, row by row as in `table`; those that training had must be there, others
    ///     are passed over.
    /// - Throws: `TableError` where a required column is absent or of the wrong type, `FeatureError` where the patients
    ///   or additional columns are absent or do not match the rows.
    public func transform(
        _ table: Table,
        groups: TextColumn?,
        additional: FeatureMatrix? = nil
    ) throws -> FeatureMatrix {
        let columns = try columns(of: table, groups: groups, additional: additional, as: Float.self)
        return try FeatureMatrix(names: featureNames, columns: columns, rowCount: table.rowCount)
    }

    /// The features that `transform` gives, one column after the other.
    ///
    /// - Throws: What `transform` throws.
    public func stream(
        _ table: Table,
        groups: TextColumn?,
        additional: FeatureMatrix? = nil
    ) throws -> FeatureStream {
        FeatureStream(
            names: featureNames,
            computation: try computation(of: table, groups: groups, additional: additional)
        )
    }

    /// The features in the precision of `Value`, in the order of `featureNames`.
    func columns<Value: BinaryFloatingPoint & Sendable>(
        of table: Table,
        groups: TextColumn?,
        additional: FeatureMatrix? = nil,
        as type: Value.Type
    ) throws -> [[Value]] {
        try computation(of: table, groups: groups, additional: additional).columns(as: type)
    }

    /// Checks the rows, and says what to compute from them.
    func computation(
        of table: Table,
        groups: TextColumn?,
        additional: FeatureMatrix?
    ) throws -> FeatureComputation {
        try table.require(requiredColumns)
        var inputs: [String: [Double]] = [:]
        for name in numericColumns { inputs[name] = try table.numbers(name) }
        inputs.merge(try additionalNumbers(additional, of: table)) { _, own in own }
        let categories = try vocabularies.map { try table.categories($0.column) }
        let patients = try patients(
            groups,
            of: table,
            inputs: (numericColumns + additionalColumns).compactMap { inputs[$0] }
        )
        return FeatureComputation(
            numbers: NumericColumns(rowCount: table.rowCount, columns: inputs),
            patients: patients,
            parts: parts(categories),
            sets: patientFeatureSets,
            expressions: expressions,
            categories: Dictionary(uniqueKeysWithValues: zip(vocabularies.map(\.column), categories.map(\.codes)))
        )
    }

    /// What is computed row by row or patient by patient, in the order of `featureNames`.
    private func parts(_ categories: [TextColumn]) -> [FeaturePart] {
        var parts: [FeaturePart] = []
        var position = 0
        func addFormulas(_ definitions: [FeatureDefinition]) {
            for (index, definition) in definitions.enumerated() {
                let own = position + index
                let relative = comparesWithinPatient ? own + definitions.count : nil
                parts.append(.formula(definition.expression, own: own, relative: relative))
            }
            position += definitions.count * (comparesWithinPatient ? 2 : 1)
        }
        addFormulas(definitions(FeatureFamily.baseDefinitions))
        if comparesWithinPatient {
            parts.append(.lesionCount(position: position))
            position += 1
        }
        let levelsOfRows = concurrentMap(vocabularies.count) { vocabularies[$0].positions(of: categories[$0]) }
        for (vocabulary, levelOfRow) in zip(vocabularies, levelsOfRows) {
            for level in vocabulary.levels.indices {
                parts.append(.level(Int32(level), of: levelOfRow, position: position))
                position += 1
            }
        }
        addFormulas(definitions(family.addedDefinitions))
        for name in additionalColumns {
            parts.append(.formula(.column(name), own: position, relative: nil))
            position += 1
        }
        return parts
    }

    /// The formulas of all features of one lesion, by name.
    private var expressions: [String: FeatureExpression] {
        let own = definitions(family.definitions).map { ($0.name, $0.expression) }
        let additional = additionalColumns.map { ($0, FeatureExpression.column($0)) }
        return Dictionary(uniqueKeysWithValues: own + additional)
    }

    private func additionalNumbers(_ additional: FeatureMatrix?, of table: Table) throws -> [String: [Double]] {
        if let additional, additional.rowCount != table.rowCount {
            throw FeatureError.additionalCount(
                expected: table.rowCount,
                found: additional.rowCount,
                table: table.origin
            )
        }
        var numbers: [String: [Double]] = [:]
        for name in additionalColumns { numbers[name] = additional?[name]?.map(Double.init) }
        let missing = additionalColumns.filter { numbers[$0] == nil }
        guard missing.isEmpty else { throw FeatureError.missingAdditional(missing, table: table.origin) }
        return numbers
    }

    private func patients(_ groups: TextColumn?, of table: Table, inputs: [[Double]]) throws -> PatientGroups? {
        guard comparesWithinPatient else { return nil }
        guard let groups else { throw FeatureError.noPatients(table: table.origin) }
        guard groups.count == table.rowCount else {
            throw FeatureError.patientCount(expected: table.rowCount, found: groups.count, table: table.origin)
        }
        return PatientGroups(groups, order: ContentOrder(of: inputs, rowCount: table.rowCount))
    }
}
