import Evaluation
import Foundation

/// How the numbers of one column are distributed, and how far the classes lie apart in it.
public struct MeasurementSummary: Sendable {
    /// How many lesions of each class fall between two edges.
    public struct Histogram: Sendable {
        /// The edges, one more than there are bins. What lies outside counts in the outer bins.
        public let edges: [Double]
        /// The benign lesions, or all where there are no classes.
        public let benign: [Int]
        /// The malignant lesions.
        public let malignant: [Int]
    }

    /// The name.
    public let name: String
    /// What its numbers count.
    public let unit: String?
    /// What it says.
    public let meaning: String?
    /// The rows that hold a number.
    public let present: Int
    /// The least, the quartiles and the largest number.
    public let quantiles: [Double]
    /// All numbers.
    public let all: Moments
    /// The benign lesions' numbers; nil without classes.
    public let benign: Moments?
    /// The malignant lesions' numbers; nil without classes.
    public let malignant: Moments?
    /// Cohen's d, malignant less benign; nil without classes.
    public let effectSize: Double?
    /// The AUC of the number alone, high for "higher is more malignant", with a patient-clustered interval.
    public let auc: Estimate?
    /// The distribution.
    public let histogram: Histogram

    /// How far the AUC is from guessing, whichever the direction.
    public var separation: Double { auc.map { abs($0.value - 0.5) } ?? 0 }

    static let binCount = 30

    init(_ measurement: PreparedCohort.Measurement, in cohort: PreparedCohort) {
        let values = measurement.values
        let order = measurement.order
        name = measurement.name
        unit = measurement.unit
        meaning = measurement.meaning
        present = order.rows.count
        quantiles = [0, 0.25, 0.5, 0.75, 1].map { order.quantile($0, of: values) }
        all = Moments(values)
        let classes = cohort.hasClasses ? cohort.isMalignant : nil
        if let classes {
            let benign = Moments(zip(values, classes).lazy.filter { !$1 }.map(\.0))
            let malignant = Moments(zip(values, classes).lazy.filter(\.1).map(\.0))
            self.benign = benign
            self.malignant = malignant
            effectSize = benign.standardisedDifference(to: malignant)
            auc = ClusteredAUC.measure(
                values,
                order: order,
                isMalignant: classes,
                groups: cohort.groups,
                groupCount: cohort.groupCount
            )
        } else {
            (benign, malignant, effectSize, auc) = (nil, nil, nil, nil)
        }
        histogram = Self.histogram(values, order: order, classes: classes)
    }

    /// Equal bins between the quantiles 0.005 and 0.995: a single far value would squeeze all others into one bin.
    private static func histogram(_ values: [Double], order: RowOrder, classes: [Bool]?) -> Histogram {
        let low = order.quantile(0.005, of: values)
        let high = order.quantile(0.995, of: values)
        guard low.isFinite, high > low else {
            let edges = low.isFinite ? [low - 0.5, low + 0.5] : [0, 1]
            let malignant = classes.map { classes in order.rows.count { classes[Int($0)] } } ?? 0
            return Histogram(edges: edges, benign: [order.rows.count - malignant], malignant: [malignant])
        }
        let width = (high - low) / Double(binCount)
        var benign = [Int](repeating: 0, count: binCount)
        var malignant = benign
        for row in order.rows {
            let bin = max(0, min(binCount - 1, Int(((values[Int(row)] - low) / width).rounded(.down))))
            if classes?[Int(row)] == true { malignant[bin] += 1 } else { benign[bin] += 1 }
        }
        return Histogram(
            edges: (0...binCount).map { low + Double($0) * width },
            benign: benign,
            malignant: malignant
        )
    }
}
