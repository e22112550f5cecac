import Diagnostics
import Foundation
import Tables

/// Lists everything that is wrong with a cohort, instead of stopping at the first problem.
public enum CohortValidation {
    /// How many problems of one kind are listed one by one; the others are counted.
    public static let listedOfAKind = 50

    /// Every problem of the cohort that `request` names. Whether crops can be decoded is checked elsewhere.
    public static func validate(_ request: CohortRequest) -> [Finding] {
        do {
            return try findings(request)
        } catch let error as any CygnetError {
            return [.error(error.problem)]
        } catch {
            return [.error(Problem("\(error)", at: request.data.relativePath))]
        }
    }

    private static func findings(_ request: CohortRequest) throws -> [Finding] {
        let files = try CohortFiles(request)
        let checks = CohortChecks(origin: files.metadata.relativePath, limit: listedOfAKind)
        var (table, findings) = try read(files.metadata, CohortTable.types(request))
        if let table {
            guard table.rowCount > 0 else { return findings + [.error(.noRows(checks.origin))] }
            findings += columns(of: table, files, request)
            findings += attempt { try rows(of: table, request, checks) }
            findings += checks.values(table)
            findings += attempt { checks.leaks(try files.leaks(among: table.columnNames, label: request.label)) }
        }
        findings += attempt {
            guard let crops = try files.cropStore() else {
                return request.requires.contains(.crops) ? [.error(.noCrops(files))] : [.warning(.noCrops(files))]
            }
            guard let ids = try table?.texts(ISICSchema.identifier) else { return [] }
            return checks.crops(crops, ids: ids)
        }
        return findings
    }

    /// Reads the metadata; columns with wrong cells are read as text, so that the other checks can go on.
    private static func read(
        _ url: URL,
        _ types: [String: ColumnType]
    ) throws -> (table: Table?, findings: [Finding]) {
        do {
            return (try Table.readCSV(url, types: types), [])
        } catch let error as TableError {
            let problems = try Table.csvProblems(url, types: types, limit: listedOfAKind)
            guard !problems.isEmpty else { throw error }
            let columns = Set(problems.compactMap(\.column))
            let relaxed = types.merging(columns.map { ($0, .text) }) { $1 }
            return (try? Table.readCSV(url, types: relaxed), problems.map { .error($0.problem) })
        }
    }

    /// Columns that are not there.
    private static func columns(of table: Table, _ files: CohortFiles, _ request: CohortRequest) -> [Finding] {
        var findings: [Finding] = []
        let needed = [ISICSchema.identifier] + request.requiredColumns
        for name in needed where !table.contains(name) {
            findings.append(
                .error(
                    Problem(
                        "the column \(name) is missing",
                        at: table.origin,
                        remedy: "Add the column, or name another file"
                    )
                )
            )
        }
        if files.split == .train, request.label == nil, !table.contains(ISICSchema.label) {
            findings.append(.error(.noLabels(table.origin ?? "")))
        }
        if request.groupBy == nil, !table.contains(ISICSchema.patient) {
            findings.append(.error(.noGroups(table.origin ?? "")))
        }
        let absent = ISICSchema.columns.filter { column in
            [.numeric, .categorical].contains(column.role) && !table.contains(column.name)
                && !needed.contains(column.name)
        }.map(\.name)
        if !absent.isEmpty {
            findings.append(
                .warning(
                    Problem(
                        "\(absent.count) of the 40 columns that features are made from are missing: "
                            + absent.joined(separator: ", "),
                        at: table.origin,
                        remedy: "Nothing to do where the cohort is meant to be read from its crops"
                    )
                )
            )
        }
        return findings
    }

    /// Identifiers, labels and groups.
    private static func rows(
        of table: Table,
        _ request: CohortRequest,
        _ checks: CohortChecks
    ) throws -> [Finding] {
        var findings: [Finding] = []
        if case .text(let ids) = table[ISICSchema.identifier] { findings += checks.identifiers(ids) }
        findings += attempt {
            guard let labelled = try CohortTable.labels(table, request.label, checks) else { return [] }
            let areSound = labelled.findings.allSatisfy { $0.severity == .warning } && !labelled.labels.isEmpty
            return labelled.findings + (areSound ? checks.classes(labelled.labels) : [])
        }
        findings += attempt {
            guard let grouped = try CohortTable.groups(table, request.groupBy) else { return [] }
            return checks.groups(grouped.groups, column: grouped.column)
        }
        return findings
    }

    /// The findings of `body`, or the one that it fails with.
    private static func attempt(_ body: () throws -> [Finding]) -> [Finding] {
        do {
            return try body()
        } catch let error as any CygnetError {
            return [.error(error.problem)]
        } catch {
            return [.error(Problem("\(error)"))]
        }
    }
}
