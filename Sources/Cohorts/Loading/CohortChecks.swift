import Diagnostics
import Foundation
import Tables

/// The checks that loading and validation share. Each returns all it finds, at most `limit` findings of a kind.
struct CohortChecks {
    /// The name of the metadata file, for messages.
    let origin: String
    let limit: Int

    /// Blank and repeated identifiers.
    func identifiers(_ ids: TextColumn) -> [Finding] {
        let rows = TextColumnRows(ids)
        let blank = ids.codes.indices.filter { ids.codes[$0] < 0 }.map { row in
            Finding.error(
                Problem(
                    "a row has no \(ISICSchema.identifier)",
                    at: place(row),
                    remedy: "Give the row an identifier of its own, or delete it"
                )
            )
        }
        let repeated = ids.levels.indices.filter { rows.count(of: $0) > 1 }.map { level in
            let places = rows.rows(of: level).prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
            return Finding.error(
                Problem(
                    "the \(ISICSchema.identifier) \(ids.levels[level]) occurs \(rows.count(of: level)) times",
                    at: "\(origin), rows \(places)",
                    remedy: "Keep one row for each lesion"
                )
            )
        }
        return blank.limited(to: limit, "rows without an identifier")
            + repeated.limited(to: limit, "repeated identifiers")
    }

    /// Labels that are not 0 or 1.
    func labels(_ values: [Double], column: String) -> [Finding] {
        values.indices.filter { values[$0] != 0 && values[$0] != 1 }.map { row in
            Finding.error(
                Problem(
                    "a label is neither 0 nor 1",
                    at: "\(place(row)), column \(column)",
                    expected: "0 or 1",
                    found: values[row].isNaN ? "an empty cell" : "\(values[row])",
                    remedy: "Write 1 for malignant and 0 for benign, or leave the row out"
                )
            )
        }.limited(to: limit, "labels other than 0 and 1")
    }

    /// A cohort of one class.
    func classes(_ labels: [Int]) -> [Finding] {
        let malignant = labels.reduce(0, +)
        guard malignant == 0 || malignant == labels.count else { return [] }
        return [
            .error(
                Problem(
                    "the cohort has one class only",
                    at: origin,
                    expected: "malignant and benign lesions",
                    found: "\(labels.count) \(malignant == 0 ? "benign" : "malignant") lesions",
                    remedy: "Add lesions of the other class, or check the label column"
                )
            )
        ]
    }

    /// Rows without a group, and groups whose names differ only by spaces or case.
    func groups(_ groups: TextColumn, column: String) -> [Finding] {
        let missing = groups.codes.indices.filter { groups.codes[$0] < 0 }.map { row in
            Finding.error(
                Problem(
                    "a row has no \(column)",
                    at: "\(place(row)), column \(column)",
                    remedy: "Fill the column: rows of one patient must stay together"
                )
            )
        }
        let variants = Dictionary(grouping: groups.levels) { name in
            name.lowercased().filter { !$0.isWhitespace }
        }.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
        let alike = variants.map { names in
            Finding.warning(
                Problem(
                    "groups differ only by spaces or case: \(names.map { "\"\($0)\"" }.joined(separator: ", "))",
                    at: "\(origin), column \(column)",
                    remedy: "Write one patient in one way, or the patient stands on both sides of a split"
                )
            )
        }
        return missing.limited(to: limit, "rows without a group") + alike.limited(to: limit, "groups that look alike")
    }

    /// Rows without a crop (errors) and crops without a row (one warning).
    func crops(_ crops: any CropStore, ids: TextColumn) -> [Finding] {
        let missing = ids.levels.filter { !crops.contains($0) }.map { id in
            Finding.error(
                Problem(
                    "the row of \(id) has no crop",
                    at: origin,
                    expected: "a crop in \(crops.location.relativePath)",
                    remedy: "Add the crop, delete the row, or name other crops with --images"
                )
            )
        }
        let known = Set(ids.levels)
        let extra = crops.identifiers.filter { !known.contains($0) }
        var findings = missing.limited(to: limit, "rows without a crop")
        if let first = extra.first {
            findings.append(
                .warning(
                    Problem(
                        "\(extra.count) \(extra.count == 1 ? "crop has" : "crops have") no row, such as \(first)",
                        at: crops.location.relativePath,
                        remedy: "Nothing to do where the metadata is a sample"
                    )
                )
            )
        }
        return findings
    }

    /// Leak columns, those known by name in one warning and the others one by one.
    func leaks(_ leaks: [LeakGuard.Leak]) -> [Finding] {
        let byName = leaks.filter { $0.reason == .name }.map(\.column)
        var findings: [Finding] = []
        if !byName.isEmpty {
            findings.append(
                .warning(
                    Problem(
                        "the diagnosis columns \(byName.joined(separator: ", ")) are never features",
                        at: origin,
                        remedy: "Nothing to do: they stand in every real training file"
                    )
                )
            )
        }
        findings += leaks.filter { $0.reason == .absentFromTest }.map { leak in
            .warning(
                Problem(
                    "the column \(leak.column) is not in the test metadata, so it is never a feature",
                    at: origin,
                    remedy: "Add it to the test metadata where it is known before the diagnosis"
                )
            )
        }
        return findings
    }

    /// Values that the schema calls impossible, infinite ones, and cells missing where the schema allows none: one warning
    /// of each kind for each column.
    func values(_ table: Table) -> [Finding] {
        ISICSchema.columns.flatMap { column -> [Finding] in
            guard column.role == .numeric || column.role == .categorical, let cells = table[column.name] else {
                return []
            }
            return [outside(column, table), infinite(column, table), missing(column, cells)].compactMap { $0 }
        }
    }

    private func outside(_ column: ISICSchema.Column, _ table: Table) -> Finding? {
        guard let range = column.range, let values = try? table.doubles(column.name) else { return nil }
        let rows = values.indices.filter { values[$0].isFinite && !range.contains(values[$0]) }
        guard let row = rows.first else { return nil }
        let unit = column.unit.map { " \($0.rawValue)" } ?? ""
        return .warning(
            Problem(
                "\(rows.count) \(rows.count == 1 ? "value lies" : "values lie") outside the possible range",
                at: "\(place(row)), column \(column.name)",
                expected: "\(range.lowerBound) to \(range.upperBound)\(unit)",
                found: "\(values[row])",
                remedy: "Check the unit and the export"
            )
        )
    }

    private func infinite(_ column: ISICSchema.Column, _ table: Table) -> Finding? {
        guard let values = try? table.doubles(column.name), let row = values.firstIndex(where: \.isInfinite) else {
            return nil
        }
        let count = values.count(where: \.isInfinite)
        return .warning(
            Problem(
                "\(count) \(count == 1 ? "value is" : "values are") infinite",
                at: "\(place(row)), column \(column.name)",
                expected: "finite numbers",
                found: "\(values[row])",
                remedy: "They are read as missing; check the export"
            )
        )
    }

    private func missing(_ column: ISICSchema.Column, _ cells: Column) -> Finding? {
        let count =
            switch cells {
            case .double(let values): values.count { $0.isNaN }
            case .float(let values): values.count { $0.isNaN }
            case .integer: 0
            case .text(let texts): texts.codes.count { $0 < 0 }
            }
        if count == cells.count, count > 0 {
            return .warning(
                Problem(
                    "the column holds no value",
                    at: "\(origin), column \(column.name)",
                    remedy: "Features made from it will be missing; check the export"
                )
            )
        }
        guard count > 0, !column.mayBeMissing else { return nil }
        return .warning(
            Problem(
                "\(count) of \(cells.count) cells are empty in a column that is complete in ISIC 2024",
                at: "\(origin), column \(column.name)",
                remedy: "Features of these rows will be missing"
            )
        )
    }

    private func place(_ row: Int) -> String { "\(origin), row \(row + 1)" }
}

/// The rows of each level of a text column.
private struct TextColumnRows {
    private let column: TextColumn
    private let counts: [Int]

    init(_ column: TextColumn) {
        self.column = column
        var counts = Array(repeating: 0, count: column.levels.count)
        for code in column.codes where code >= 0 { counts[Int(code)] += 1 }
        self.counts = counts
    }

    func count(of level: Int) -> Int { counts[level] }

    func rows(of level: Int) -> [Int] { column.codes.indices.filter { column.codes[$0] == Int32(level) } }
}
