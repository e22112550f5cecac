import Cohorts
public import Evaluation
import Parallelism
import Tables

/// How much of each column is missing.
public struct Missingness: Sendable {
    /// One column.
    public struct Column: Sendable {
        /// The name.
        public let name: String
        /// The rows without a value.
        public let missing: Int
        /// The share of benign rows without a value; nil without classes.
        public let ofBenign: Double?
        /// The share of malignant rows without a value; nil without classes.
        public let ofMalignant: Double?
        /// Whether missing and malignant are independent; nil where nothing is missing or without classes.
        public let test: ChiSquareTest?
    }

    /// The columns with missing values, the emptiest first.
    public let columns: [Column]
    /// All rows.
    public let rows: Int
    /// The number of columns without a missing value.
    public let completeColumns: Int

    /// The share of rows without a value.
    public func share(_ column: Column) -> Double { Double(column.missing) / Double(rows) }

    init(_ cohort: PreparedCohort) {
        let table = cohort.cohort.table
        let rows = cohort.count
        let names = table.columnNames.filter { $0 != ISICSchema.identifier && $0 != ISICSchema.label }
        let classes = cohort.hasClasses ? cohort.isMalignant : nil
        let malignantCount = cohort.malignantCount
        let columns = concurrentMap(names.count) { index -> Column? in
            guard let column = table[names[index]] else { return nil }
            let isMissing = Self.missing(column)
            let missing = isMissing.count { $0 }
            guard missing > 0 else { return nil }
            guard let classes else {
                return Column(name: names[index], missing: missing, ofBenign: nil, ofMalignant: nil, test: nil)
            }
            let malignant = zip(isMissing, classes).count { $0 && $1 }
            let benign = missing - malignant
            let benignCount = rows - malignantCount
            return Column(
                name: names[index],
                missing: missing,
                ofBenign: Double(benign) / Double(benignCount),
                ofMalignant: Double(malignant) / Double(malignantCount),
                test: ChiSquareTest(
                    counts: [[benign, malignant], [benignCount - benign, malignantCount - malignant]]
                )
            )
        }.compactMap { $0 }
        self.rows = rows
        self.columns = columns.sorted { ($1.missing, $0.name) < ($0.missing, $1.name) }
        completeColumns = names.count - columns.count
    }

    private static func missing(_ column: Column_) -> [Bool] {
        switch column {
        case .double(let values): values.map(\.isNaN)
        case .float(let values): values.map(\.isNaN)
        case .integer(let values): values.map { _ in false }
        case .text(let values): values.codes.map { $0 < 0 }
        }
    }

    private typealias Column_ = Tables.Column
}
