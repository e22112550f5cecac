import Diagnostics

/// Knows the columns that would tell a model the answer.
///
/// Diagnosis columns stand in every real training file, so finding them is a warning, not an error; they are never
/// features. A column that the training file has and the test file has not is treated alike: it cannot be known when a
/// lesion is to be scored.
public enum LeakGuard {
    /// Why a column is kept from the models.
    public enum Reason: Sendable, Equatable {
        /// Its name is that of a diagnosis column.
        case name
        /// The test file lacks it.
        case absentFromTest
    }

    /// A column that must never be a feature.
    public struct Leak: Sendable, Equatable {
        /// The column's name.
        public let column: String
        /// Why it is one.
        public let reason: Reason
    }

    private static let prefixes = ["iddx_", "mel_"]
    private static let names: Set<String> = ["lesion_id", "tbp_lv_dnn_lesion_confidence"]

    /// The leak columns of the schema: 10 of the 11 columns that the test file lacks, `target` being the other.
    public static let leakColumns: [String] = ISICSchema.columns.filter { $0.role == .leak }.map(\.name)

    /// Whether a column is a leak by its name, whatever the case.
    public static func isLeak(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || prefixes.contains(where: name.hasPrefix)
    }

    /// The leaks among the columns of a training file, by name and, where a test file's columns are given, by difference.
    ///
    /// - Parameter labels: the columns that are meant to hold the answer, which are not counted: `target`, and that of
    ///   a label rule.
    public static func leaks(
        among columns: [String],
        testColumns: [String]?,
        labels: Set<String> = [ISICSchema.label]
    ) -> [Leak] {
        let inTest = testColumns.map(Set.init)
        return columns.compactMap { column in
            if labels.contains(column) { return nil }
            if isLeak(column) { return Leak(column: column, reason: .name) }
            if let inTest, !inTest.contains(column) { return Leak(column: column, reason: .absentFromTest) }
            return nil
        }
    }
}
