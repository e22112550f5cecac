import Diagnostics
public import Foundation
public import Tables

/// Folds on disk: `folds.csv` with the columns `isic_id,fold`, folds from 0.
public enum FoldsFile {
    private static let column = "fold"

    /// Writes the fold of every lesion, replacing what was there.
    ///
    /// - Throws: `TableError` where the lists differ in length; `StorageError` where the file cannot be written.
    public static func write(ids: [String], folds: [Int], to url: URL) throws {
        let table = try Table([
            (ISICSchema.identifier, .text(TextColumn(ids))), (column, .integer(folds.map { Int64($0) })),
        ])
        try table.writeCSV(to: url)
    }

    /// Reads the fold of each of `ids`, in their order. Lesions of the file that are not among `ids` are passed over.
    ///
    /// - Parameter groups: the patient of each lesion; where given, no patient may stand in two folds.
    /// - Throws: `CohortError` where a lesion is missing or repeated, a fold is no whole number from 0, numbers are left
    ///   out, or a patient stands in two folds; `TableError` where the file is no such table.
    public static func read(_ url: URL, ids: [String], groups: TextColumn? = nil) throws -> [Int] {
        let origin = url.relativePath
        let table = try Table.readCSV(
            url,
            types: [ISICSchema.identifier: .text, column: .double],
            only: [ISICSchema.identifier, column]
        )
        let values = try table.doubles(column)
        var foldOfIdentifier: [String: Int] = [:]
        for (row, id) in try table.texts(ISICSchema.identifier).texts.enumerated() {
            guard let id else {
                throw CohortError(Problem("a row has no isic_id", at: "\(origin), row \(row + 1)"))
            }
            guard let fold = Int(exactly: values[row]), fold >= 0 else {
                throw CohortError(
                    Problem(
                        "a fold is wrong",
                        at: "\(origin), row \(row + 1), column \(column)",
                        expected: "a whole number from 0",
                        found: values[row].isNaN ? "an empty cell" : "\(values[row])",
                        remedy: "Make the folds again with cygnet folds"
                    )
                )
            }
            guard foldOfIdentifier.updateValue(fold, forKey: id) == nil else {
                throw CohortError(
                    Problem(
                        "the isic_id \(id) occurs twice",
                        at: "\(origin), row \(row + 1)",
                        remedy: "Keep one row for each lesion"
                    )
                )
            }
        }
        let missing = ids.filter { foldOfIdentifier[$0] == nil }
        guard missing.isEmpty else {
            throw CohortError(
                Problem(
                    "\(missing.count) of \(ids.count) lesions have no fold, such as \(missing[0])",
                    at: origin,
                    remedy: "Make the folds from the same cohort: cygnet folds"
                )
            )
        }
        let folds = ids.map { foldOfIdentifier[$0] ?? 0 }
        try requireConsecutive(folds, origin)
        if let groups { try FoldCheck.requireDisjoint(groups: groups, folds: folds) }
        return folds
    }

    private static func requireConsecutive(_ folds: [Int], _ origin: String) throws(CohortError) {
        let used = Set(folds).sorted()
        guard used.count >= 2, used == Array(used.indices) else {
            throw CohortError(
                Problem(
                    "the folds are not numbered 0, 1, 2 and so on",
                    at: origin,
                    expected: "at least two folds, none left out",
                    found: used.prefix(10).map(String.init).joined(separator: ", "),
                    remedy: "Make the folds again with cygnet folds"
                )
            )
        }
    }
}
