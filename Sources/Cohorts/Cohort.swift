public import Diagnostics
public import Foundation
import Storage
public import Tables

/// Lesions with their metadata, labels, patients and crops, checked and ready to use.
///
/// Crops stay on disk: they are read one at a time from `crops`.
public struct Cohort: Sendable {
    /// The metadata file.
    public let location: URL
    /// Which half of the data it is.
    public let split: Split
    /// The metadata, one row for each lesion.
    public let table: Table
    /// The identifier of each row; none is repeated.
    public let ids: [String]
    /// 1 for malignant and 0 for benign, or nil where the metadata has no labels.
    public let labels: [Int]?
    /// The patient of each row (or what `groupColumn` holds), or nil where there is none.
    public let groups: TextColumn?
    /// The column that `groups` comes from.
    public let groupColumn: String?
    /// The crops, or nil where there are none.
    public let crops: (any CropStore)?
    /// Columns of the metadata that must never be features.
    public let leakColumns: [String]
    /// What the user should know about the cohort.
    public let warnings: [Problem]

    /// The number of lesions.
    public var count: Int { ids.count }

    /// Loads a cohort and checks that it has what `request` requires.
    ///
    /// - Throws: `CohortError`, `TableError` or `StorageError` with the file, the row and the remedy.
    public static func load(_ request: CohortRequest) throws -> Cohort {
        let files = try CohortFiles(request)
        let header = try Table.readCSVHeader(files.metadata)
        let table = try Table.readCSV(
            files.metadata,
            types: CohortTable.types(request),
            only: request.columnsToRead(of: header)
        )
        let checks = CohortChecks(origin: files.metadata.relativePath, limit: 20)
        guard table.rowCount > 0 else { throw CohortError(.noRows(checks.origin)) }
        try table.require([ISICSchema.identifier] + request.requiredColumns)

        let identifiers = try table.texts(ISICSchema.identifier)
        var findings = checks.identifiers(identifiers)
        let labelled = try CohortTable.labels(table, request.label, checks)
        let grouped = try CohortTable.groups(table, request.groupBy)
        let crops = try files.cropStore()
        if request.requires.contains(.labels) {
            guard let labelled else { throw CohortError(.noLabels(checks.origin)) }
            let isSound = labelled.findings.allSatisfy { $0.severity == .warning }
            findings += isSound ? checks.classes(labelled.labels) : []
        }
        if request.requires.contains(.groups), grouped == nil { throw CohortError(.noGroups(checks.origin)) }
        if request.requires.contains(.crops), crops == nil { throw CohortError(.noCrops(files)) }
        findings += (labelled?.findings ?? []).errorsKept(if: request.requires.contains(.labels))
        findings += (grouped.map { checks.groups($0.groups, column: $0.column) } ?? [])
            .errorsKept(if: request.requires.contains(.groups))
        findings += (crops.map { checks.crops($0, ids: identifiers) } ?? [])
            .errorsKept(if: request.requires.contains(.crops))
        let leaks = try files.leaks(among: header, label: request.label)
        findings += checks.leaks(leaks.filter { $0.reason == .absentFromTest })

        return Cohort(
            location: files.metadata,
            split: files.split,
            table: table,
            ids: identifiers.texts.map { $0 ?? "" },
            labels: labelled?.soundLabels,
            groups: grouped?.groups,
            groupColumn: grouped?.column,
            crops: crops,
            leakColumns: leaks.map(\.column),
            warnings: try findings.throwingFirstError()
        )
    }

    /// The lesions of the given rows, in that order; the crops are shared. Every row must be below `count`.
    public func select(rows: [Int]) -> Cohort {
        Cohort(
            location: location,
            split: split,
            table: table.select(rows: rows),
            ids: rows.map { ids[$0] },
            labels: labels.map { labels in rows.map { labels[$0] } },
            groups: groups?.select(rows: rows),
            groupColumn: groupColumn,
            crops: crops,
            leakColumns: leakColumns,
            warnings: warnings
        )
    }
}

extension CohortFiles {
    /// The leak columns of the metadata, by name and by difference to the test half.
    func leaks(among columns: [String], label: LabelRule?) throws -> [LeakGuard.Leak] {
        guard split == .train else { return LeakGuard.leaks(among: columns, testColumns: nil) }
        let testColumns = try testMetadata.map { try Table.readCSVHeader($0) }
        return LeakGuard.leaks(
            among: columns,
            testColumns: testColumns,
            labels: Set([ISICSchema.label, label?.column].compactMap { $0 })
        )
    }
}

extension Problem {
    static func noRows(_ origin: String) -> Problem {
        Problem("the metadata has no rows", at: origin, remedy: "Give one row for each lesion")
    }

    static func noLabels(_ origin: String) -> Problem {
        Problem(
            "the column target is missing",
            at: origin,
            expected: "1 for malignant and 0 for benign lesions",
            remedy: "Add the column, or name another one with --label 'COLUMN=VALUE'"
        )
    }

    static func noGroups(_ origin: String) -> Problem {
        Problem(
            "the column patient_id is missing: without it a patient could stand on both sides of a split",
            at: origin,
            remedy: "Add the column, or name another one with --group-by COLUMN (isic_id to treat every lesion alone)"
        )
    }

    static func noCrops(_ files: CohortFiles) -> Problem {
        let split = files.split.rawValue
        return Problem(
            "there are no crops",
            at: files.metadata.deletingLastPathComponent().relativePath,
            expected: "\(split)-image.hdf5 or \(split)-image/image/<isic_id>.jpg",
            remedy: "Add them, or name a folder or an HDF5 file with --images"
        )
    }
}
