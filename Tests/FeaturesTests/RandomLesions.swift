import Randomness
import Tables

@testable import Features

/// Rows with random numbers in all 34 columns and random levels in all 6, spread over patients in no order.
struct RandomLesions {
    let table: Table
    var groups: TextColumn

    /// - Parameter steps: Whether numbers are multiples of a tenth, few of which occur, so that many lesions agree in many.
    init(rows: Int, patients: Int, seed: UInt64, steps: Bool = false) throws {
        var generator = SeededGenerator(seed: seed)
        var table = Table(rowCount: rows)
        for definition in RawFeatures.all {
            // Some values are missing, and some columns far from zero beside their spread.
            let values = (0..<rows).map { _ in
                if generator.chance(0.02) { return Double.nan }
                let deviation = generator.normal(mean: 0, standardDeviation: 9)
                return 40 + (steps ? (deviation / 9).rounded() / 10 : deviation)
            }
            try table.append(definition.name, .double(values))
        }
        for column in CategoricalColumn.all {
            let levels = (0..<rows).map { _ in
                generator.chance(0.1) ? nil : "level \(generator.integer(below: 4))"
            }
            try table.append(column.name, .text(TextColumn(levels)))
        }
        self.table = table
        groups = TextColumn((0..<rows).map { _ in "IP_\(generator.integer(below: patients))" })
    }

    /// The same lesions in another order, or some of them.
    init(_ lesions: RandomLesions, rows: [Int]) {
        table = lesions.table.select(rows: rows)
        groups = lesions.groups.select(rows: rows)
    }

    func fit() throws -> FittedPatientFeatures {
        try PatientFeatureTransformer().fit(table, groups: groups)
    }
}

/// The bits of every feature in double precision, where no rounding hides a difference and missing values are equal.
func bits(of lesions: RandomLesions, _ fitted: FittedPatientFeatures) throws -> [[UInt64]] {
    try fitted.columns(of: lesions.table, groups: lesions.groups, as: Double.self).map { $0.map(\.bitPattern) }
}
