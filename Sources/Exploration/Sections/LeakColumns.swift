import Cohorts
import Evaluation
import Tables

/// Columns that would tell a model the answer, and the score that one of them alone would buy.
public struct LeakColumns: Sendable {
    /// One column.
    public struct Column: Sendable {
        /// Why it is looked at.
        public enum Reason: String, Sendable {
            /// Its name is that of a diagnosis column.
            case name = "known after the diagnosis"
            /// The test file lacks it.
            case absentFromTest = "not in the test file"
            /// It separates the classes better than any measurement should.
            case separation = "separates the classes suspiciously well"
            /// Not a column: the order of the rows in the file.
            case rowOrder = "the order of the rows in the file"
        }

        /// The name.
        public let name: String
        /// Why it is looked at.
        public let reason: Reason
        /// The area of the ROC above 80 % sensitivity that this column alone reaches, of 0.2; guessing gives 0.02.
        public let partialAUC: Double
        /// The AUC that this column alone reaches.
        public let auc: Double
    }

    /// The columns, the most telling first.
    public let columns: [Column]

    /// From here on a column that is not known to be a leak is suspicious.
    public static let suspiciousAUC = 0.95

    init(_ prepared: PreparedCohort) {
        let cohort = prepared.cohort
        let labels = cohort.labels ?? []
        var columns: [Column] = []
        func add(_ name: String, _ reason: Column.Reason, _ scores: [Double]) {
            // The labels have two classes and the scores are finite: nothing is left that could fail.
            guard let labelled = try? LabelledScores(labels: labels, scores: scores) else { return }
            let upward = ROCCurve(labelled)
            let best =
                upward.area >= 0.5
                ? upward
                : (try? LabelledScores(labels: labels, scores: scores.map { -$0 })).map(ROCCurve.init) ?? upward
            columns.append(
                Column(name: name, reason: reason, partialAUC: best.partialArea(aboveTPR: 0.8), auc: best.area)
            )
        }
        for name in cohort.leakColumns {
            guard let column = cohort.table[name] else { continue }
            add(name, LeakGuard.isLeak(name) ? .name : .absentFromTest, Self.scores(column, prepared))
        }
        for measurement in prepared.measurements where measurement.order.rows.count == prepared.count {
            let ranks = ClusteredAUC.measure(
                measurement.values,
                order: measurement.order,
                isMalignant: prepared.isMalignant ?? [],
                groups: nil,
                groupCount: 0
            )
            guard let ranks, max(ranks.value, 1 - ranks.value) >= Self.suspiciousAUC else { continue }
            add(measurement.name, .separation, measurement.values)
        }
        add("(row order)", .rowOrder, (0..<prepared.count).map(Double.init))
        self.columns = columns.sorted { $0.auc > $1.auc }
    }

    /// A column as one score: numbers as they are with missing ones apart, and names by their malignant rate in the other
    /// fifths of the patients, so that a name that occurs once buys nothing.
    private static func scores(_ column: Tables.Column, _ cohort: PreparedCohort) -> [Double] {
        switch column {
        case .text(let texts):
            return rates(texts.codes.map { Int($0) + 1 }, levels: texts.levels.count + 1, cohort)
        case .double(let values) where values.contains(where: \.isNaN):
            // Whether it is missing says more than the number: missing or not, each side by its malignant rate.
            return rates(values.map { $0.isNaN ? 0 : 1 }, levels: 2, cohort)
        case .double(let values): return values
        case .float(let values):
            return values.contains(where: \.isNaN)
                ? rates(values.map { $0.isNaN ? 0 : 1 }, levels: 2, cohort) : values.map(Double.init)
        case .integer(let values): return values.map(Double.init)
        }
    }

    private static func rates(_ levels: [Int], levels count: Int, _ cohort: PreparedCohort) -> [Double] {
        let parts = 5
        func part(_ row: Int) -> Int {
            let group = cohort.groups?[row] ?? Int32(row)
            return Int(group < 0 ? Int32(truncatingIfNeeded: row) : group) % parts
        }
        var lesions = [[Int32]](repeating: [Int32](repeating: 0, count: count), count: parts)
        var malignant = lesions
        for (row, level) in levels.enumerated() {
            lesions[part(row)][level] += 1
            if cohort.isMalignant?[row] == true { malignant[part(row)][level] += 1 }
        }
        let total = (0..<count).map { level in
            (lesions.reduce(0) { $0 + Int($1[level]) }, malignant.reduce(0) { $0 + Int($1[level]) })
        }
        let base = Double(cohort.malignantCount) / Double(cohort.count)
        return levels.enumerated().map { row, level in
            let own = part(row)
            let others = total[level].0 - Int(lesions[own][level])
            let found = total[level].1 - Int(malignant[own][level])
            // A level that the other parts do not know counts as average.
            return (Double(found) + base) / (Double(others) + 1)
        }
    }
}
