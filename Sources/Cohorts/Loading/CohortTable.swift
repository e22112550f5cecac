import Diagnostics
import Foundation
import Tables

/// How the metadata of a request is read.
struct CohortTable {
    /// The types of the columns that have a meaning, known before the file is read.
    static func types(_ request: CohortRequest) -> [String: ColumnType] {
        var types = ISICSchema.columnTypes
        if let column = request.groupBy { types[column] = .text }
        if let column = request.label?.column { types[column] = .text }
        return types
    }

    /// The labels of a table: from the label rule, else from `target`, else nil. Empty where `target` holds text.
    ///
    /// - Throws: `CohortError` where the rule's column is absent, or no row reads its value.
    static func labels(
        _ table: Table,
        _ rule: LabelRule?,
        _ checks: CohortChecks
    ) throws -> CohortLabels? {
        if let rule { return try ruleLabels(table, rule, checks) }
        guard let column = table[ISICSchema.label] else { return nil }
        guard column.type != .text else { return CohortLabels(labels: [], findings: []) }
        let values = try table.doubles(ISICSchema.label)
        return CohortLabels(
            labels: values.map { $0 == 1 ? 1 : 0 },
            findings: checks.labels(values, column: ISICSchema.label)
        )
    }

    private static func ruleLabels(
        _ table: Table,
        _ rule: LabelRule,
        _ checks: CohortChecks
    ) throws -> CohortLabels {
        let texts = try table.texts(rule.column)
        let number = Double(rule.value)
        let isMalignant = texts.levels.map { $0 == rule.value || (number != nil && Double($0) == number) }
        guard isMalignant.contains(true) || texts.count == 0 else {
            throw CohortError(
                Problem(
                    "no row has \(rule)",
                    at: checks.origin,
                    found: texts.levels.sorted().prefix(8).map { "\"\($0)\"" }.joined(separator: ", "),
                    remedy: "Check the spelling and the case of the value"
                )
            )
        }
        let missing = texts.codes.count { $0 < 0 }
        let findings =
            missing == 0
            ? []
            : [
                Finding.warning(
                    Problem(
                        "\(missing) rows have no \(rule.column) and count as benign",
                        at: checks.origin,
                        remedy: "Fill the column, or leave these rows out"
                    )
                )
            ]
        return CohortLabels(labels: texts.codes.map { $0 >= 0 && isMalignant[Int($0)] ? 1 : 0 }, findings: findings)
    }

    /// The groups of a table, or nil where no column was named and there is no `patient_id`.
    ///
    /// - Throws: `TableError` where a named column is absent.
    static func groups(_ table: Table, _ groupBy: String?) throws -> (column: String, groups: TextColumn)? {
        if let groupBy { return (groupBy, try table.texts(groupBy)) }
        guard table.contains(ISICSchema.patient) else { return nil }
        return (ISICSchema.patient, try table.texts(ISICSchema.patient))
    }
}

/// Labels, and what was noticed about them.
struct CohortLabels {
    let labels: [Int]
    let findings: [Finding]

    /// The labels, or nil where some are wrong.
    var soundLabels: [Int]? {
        labels.isEmpty || findings.contains { $0.severity == .error } ? nil : labels
    }
}
