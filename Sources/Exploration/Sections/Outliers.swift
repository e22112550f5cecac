import Cohorts
public import Evaluation
import Parallelism

/// What lies far out, what is impossible, and whether malignant lesions sit there.
public struct Outliers: Sendable {
    /// One column.
    public struct Column: Sendable {
        /// The name.
        public let name: String
        /// Tukey's fences: 1.5 interquartile ranges outside the quartiles.
        public let fences: Interval
        /// The rows outside the fences.
        public let outside: Int
        /// The rows that hold a number.
        public let present: Int
        /// The malignant rate outside the fences; nil without classes or rows outside.
        public let rateOutside: Estimate?
        /// The malignant rate among the lowest and among the highest hundredth; nil without classes.
        public let rateOfLowest: Estimate?
        public let rateOfHighest: Estimate?
        /// Rows outside what the schema allows.
        public let impossible: Int
    }

    /// A column that should follow from two others.
    public struct Identity: Sendable {
        /// The rule: "tbp_lv_deltaA = tbp_lv_A − tbp_lv_Aext".
        public let rule: String
        /// The rows that break it.
        public let broken: Int
        /// The rows it was checked on.
        public let checked: Int
    }

    /// The columns, those with the largest share outside the fences first.
    public let columns: [Column]
    /// The identities that could be checked.
    public let identities: [Identity]

    init(_ cohort: PreparedCohort) {
        let measurements = cohort.measurements.filter { $0.order.rows.count >= 20 }
        columns = concurrentMap(measurements.count) { Self.column(measurements[$0], cohort) }
            .sorted { Double($0.outside) / Double($0.present) > Double($1.outside) / Double($1.present) }
        identities = ["A", "B", "L"].compactMap { Self.identity($0, cohort) }
    }

    private static func column(_ measurement: PreparedCohort.Measurement, _ cohort: PreparedCohort) -> Column {
        let values = measurement.values
        let order = measurement.order
        let classes = cohort.hasClasses ? cohort.isMalignant : nil
        let quartiles = (order.quantile(0.25, of: values), order.quantile(0.75, of: values))
        let reach = 1.5 * (quartiles.1 - quartiles.0)
        let fences = Interval(low: quartiles.0 - reach, high: quartiles.1 + reach)
        var outside = (all: 0, malignant: 0)
        var impossible = 0
        let range = ISICSchema.column(measurement.name)?.range
        for row in order.rows {
            let value = values[Int(row)]
            if let range, !range.contains(value) { impossible += 1 }
            guard value < fences.low || value > fences.high else { continue }
            outside.all += 1
            if classes?[Int(row)] == true { outside.malignant += 1 }
        }
        func rate(_ rows: ArraySlice<Int32>) -> Estimate? {
            classes.map { classes in Estimate(share: rows.count { classes[Int($0)] }, of: rows.count) }
        }
        let hundredth = max(1, order.rows.count / 100)
        return Column(
            name: measurement.name,
            fences: fences,
            outside: outside.all,
            present: order.rows.count,
            rateOutside: classes != nil && outside.all > 0
                ? Estimate(share: outside.malignant, of: outside.all) : nil,
            rateOfLowest: rate(order.rows.prefix(hundredth)),
            rateOfHighest: rate(order.rows.suffix(hundredth)),
            impossible: impossible
        )
    }

    private static func identity(_ channel: String, _ cohort: PreparedCohort) -> Identity? {
        let names = ["tbp_lv_delta\(channel)", "tbp_lv_\(channel)", "tbp_lv_\(channel)ext"]
        let columns = names.compactMap { cohort.measurement($0)?.values }
        guard columns.count == 3 else { return nil }
        var (broken, checked) = (0, 0)
        for row in 0..<cohort.count {
            let difference = columns[1][row] - columns[2][row] - columns[0][row]
            guard difference.isFinite else { continue }
            checked += 1
            if abs(difference) > 0.01 { broken += 1 }
        }
        return Identity(rule: "\(names[0]) = \(names[1]) − \(names[2])", broken: broken, checked: checked)
    }
}
