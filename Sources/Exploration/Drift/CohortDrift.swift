import Cohorts
import Evaluation
import Foundation
import Parallelism
import Tables

/// How far a cohort lies from a reference, column by column.
public struct CohortDrift: Sendable {
    /// One column.
    public struct Column: Sendable {
        /// The name.
        public let name: String
        /// The test: Kolmogorov-Smirnov for numbers, chi-square for names.
        public let test: String
        /// Its statistic.
        public let statistic: Double
        /// Its p-value. With many lesions everything differs: judge by the effect.
        public let pValue: Double
        /// The population stability index: below 0.1 the same, above 0.25 another population.
        public let stabilityIndex: Double
        /// The difference of the means in pooled standard deviations, for numbers.
        public let standardisedDifference: Double?
        /// The shares missing in the reference and here.
        public let missing: (reference: Double, current: Double)
        /// Levels that the reference does not know.
        public let newLevels: [String]

        /// How much the column moved.
        public var grade: Grade { stabilityIndex > 0.25 ? .large : stabilityIndex > 0.1 ? .moderate : .small }
    }

    /// How much a column moved, by the usual limits of the stability index.
    public enum Grade: String, Sendable {
        case small, moderate, large
    }

    /// The columns, the largest index first.
    public let columns: [Column]
    /// Lesions in the reference and here.
    public let lesions: (reference: Int, current: Int)
    /// Malignant shares, where both have labels.
    public let prevalence: (reference: Estimate, current: Estimate)?
    /// Columns of the reference that are missing here, and the other way round.
    public let onlyInReference: [String]
    public let onlyHere: [String]

    init(reference: PreparedCohort, current: PreparedCohort) {
        var columns: [Column] = concurrentMap(current.measurements.count) { index -> Column? in
            let own = current.measurements[index]
            return reference.measurement(own.name).flatMap { Self.numbers($0, own) }
        }.compactMap { $0 }
        for own in current.categories {
            guard case .text(let other)? = reference.cohort.table[own.name] else { continue }
            if let column = Self.names(own.name, other, own.column) { columns.append(column) }
        }
        self.columns = columns.sorted { $0.stabilityIndex > $1.stabilityIndex }
        lesions = (reference.count, current.count)
        prevalence =
            reference.isMalignant != nil && current.isMalignant != nil
            ? (
                Estimate(share: reference.malignantCount, of: reference.count),
                Estimate(share: current.malignantCount, of: current.count)
            ) : nil
        let names = (Set(reference.cohort.table.columnNames), Set(current.cohort.table.columnNames))
        onlyInReference = names.0.subtracting(names.1).sorted()
        onlyHere = names.1.subtracting(names.0).sorted()
    }

    private static func numbers(
        _ reference: PreparedCohort.Measurement,
        _ current: PreparedCohort.Measurement
    ) -> Column? {
        guard let test = SampleDistance.kolmogorovSmirnov(reference.values, current.values) else { return nil }
        let deciles = (1...9).map { reference.order.quantile(Double($0) / 10, of: reference.values) }
        return Column(
            name: current.name,
            test: "Kolmogorov–Smirnov",
            statistic: test.statistic,
            pValue: test.pValue,
            stabilityIndex: SampleDistance.stabilityIndex(
                SampleDistance.decileShares(of: reference.values, deciles: deciles),
                SampleDistance.decileShares(of: current.values, deciles: deciles)
            ),
            standardisedDifference: Moments(reference.values).standardisedDifference(to: Moments(current.values)),
            missing: (
                1 - Double(reference.order.rows.count) / Double(reference.values.count),
                1 - Double(current.order.rows.count) / Double(current.values.count)
            ),
            newLevels: []
        )
    }

    private static func names(_ name: String, _ reference: TextColumn, _ current: TextColumn) -> Column? {
        let levels = Array(Set(reference.levels).union(current.levels)).sorted()
        let positions = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
        func counts(_ column: TextColumn) -> [Int] {
            var counts = [Int](repeating: 0, count: levels.count + 1)
            for code in column.codes {
                let level = code < 0 ? nil : positions[column.levels[Int(code)]]
                counts[level ?? levels.count] += 1
            }
            return counts
        }
        let (old, new) = (counts(reference), counts(current))
        guard reference.count > 0, current.count > 0 else { return nil }
        let test = ChiSquareTest(counts: [old, new])
        return Column(
            name: name,
            test: "chi-square",
            statistic: test?.statistic ?? 0,
            pValue: test?.pValue ?? 1,
            stabilityIndex: SampleDistance.stabilityIndex(
                old.map { Double($0) / Double(reference.count) },
                new.map { Double($0) / Double(current.count) }
            ),
            standardisedDifference: nil,
            missing: (
                Double(old[levels.count]) / Double(reference.count), Double(new[levels.count]) / Double(current.count)
            ),
            newLevels: levels.indices.filter { old[$0] == 0 && new[$0] > 0 }.map { levels[$0] }
        )
    }
}
