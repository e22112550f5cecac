import Cohorts
import Parallelism
import Tables

/// A cohort as every part of an exploration reads it: classes, patients, and each column of numbers with its rows sorted.
struct PreparedCohort: Sendable {
    /// A column of numbers.
    struct Measurement: Sendable {
        let name: String
        let values: [Double]
        let order: RowOrder
        var unit: String? { ISICSchema.column(name)?.unit?.rawValue }
        var meaning: String? { ISICSchema.column(name)?.meaning }
    }

    /// A column of names.
    struct Category: Sendable {
        let name: String
        let column: TextColumn
        var meaning: String? { ISICSchema.column(name)?.meaning }
    }

    let cohort: Cohort
    let count: Int
    /// The class of each row, or nil where there are no labels.
    let isMalignant: [Bool]?
    /// The patient of each row, from 0; -1 where there is none. Nil where the cohort knows no patients.
    let groups: [Int32]?
    let groupCount: Int
    let measurements: [Measurement]
    let categories: [Category]
    let leaks: Set<String>

    init(_ cohort: Cohort) {
        self.cohort = cohort
        count = cohort.count
        isMalignant = cohort.labels.map { $0.map { $0 == 1 } }
        groups = cohort.groups?.codes
        groupCount = cohort.groups?.levels.count ?? 0
        let leaks = Set(cohort.leakColumns)
        self.leaks = leaks
        let special: Set<String> = [
            ISICSchema.identifier, ISICSchema.label, ISICSchema.patient, cohort.groupColumn ?? "",
        ]
        let names = cohort.table.columnNames.filter { !special.contains($0) && !leaks.contains($0) }
        let table = cohort.table
        let numeric = names.filter { name in
            if let column = table[name], column.type != .text { true } else { false }
        }
        measurements = concurrentMap(numeric.count) { index in
            let values = (try? table.doubles(numeric[index])) ?? []
            return Measurement(name: numeric[index], values: values, order: RowOrder(values))
        }
        categories = names.compactMap { name in
            guard case .text(let column)? = table[name], (1...Self.mostLevels).contains(column.levels.count) else {
                return nil
            }
            return Category(name: name, column: column)
        }
    }

    /// A column of text with more levels is no category.
    static let mostLevels = 60

    /// The number of malignant rows; 0 without labels.
    var malignantCount: Int { isMalignant?.count { $0 } ?? 0 }

    /// Whether both classes are there.
    var hasClasses: Bool { malignantCount > 0 && malignantCount < count }

    func measurement(_ name: String) -> Measurement? { measurements.first { $0.name == name } }

    /// Why parts that compare classes have nothing to show; nil where they have.
    var noClasses: String? {
        guard isMalignant != nil else { return "The file has no labels: neither target nor a --label rule." }
        return hasClasses ? nil : "Every lesion has the same label."
    }

    /// Why parts about patients have nothing to show; nil where they have.
    var noGroups: String? {
        groups == nil ? "The file has no patient_id (another column can be named with --group-by)." : nil
    }
}
