import Cohorts
import Foundation
import Storage
import Tables
import TestSupport
import Testing

@testable import Synthesis

@Suite("A synthetic cohort beside the published numbers of the real one")
struct RealComparisonTests {
    @Test(
        "At the real size, quartiles, spreads, class means, correlations, categories and patients are where they should be"
    )
    func full() throws {
        try Places.withTemporaryFolder { folder in
            let configuration = SyntheticCohortConfiguration(
                patients: 1_042,
                lesions: 401_059,
                malignant: 393,
                images: .none
            )
            let summary = try SyntheticCohort.generate(configuration, to: folder)
            let comparison = try CohortComparison(metadata: summary.trainMetadata(in: folder))
            print(comparison.text)
            #expect(comparison.entries.filter { !$0.isWithin }.map(\.quantity) == [])
            #expect(comparison.entries.count > 270)
            #expect(comparison.entries.allSatisfy { $0.found.isFinite && $0.difference.isFinite })
        }
    }

    @Test("A cohort that differs is told apart: one column moved, one doubled")
    func different() throws {
        try Places.withTemporaryFolder { folder in
            let configuration = SyntheticCohortConfiguration(patients: 60, lesions: 4_000, malignant: 60, images: .none)
            let summary = try SyntheticCohort.generate(configuration, to: folder)
            let table = try Table.readCSV(summary.trainMetadata(in: folder), types: ISICSchema.columnTypes)
            var changed = Table(rowCount: table.rowCount)
            for name in table.columnNames {
                switch name {
                case "tbp_lv_z": try changed.append(name, .double(try table.doubles(name).map { $0 + 60 }))
                case "tbp_lv_x": try changed.append(name, .double(try table.doubles(name).map { $0 * 2 }))
                default: try changed.append(name, try table.column(name))
                }
            }
            let outside = try CohortComparison(changed).entries.filter { !$0.isWithin }.map(\.quantity)
            #expect(outside.contains("tbp_lv_z 50 %") && outside.contains("tbp_lv_x sd"))
            #expect(!outside.contains("tbp_lv_z sd"))
        }
    }

    @Test("Quantiles, correlations and the first component are those of pandas and numpy")
    func moments() {
        let moments = Moments([4, 1, .nan, 3, 2, 10])
        #expect(moments.mean == 4 && moments.quantile(0.5) == 3 && moments.quantile(0.25) == 2)
        #expect(Tolerance(relative: 1e-14).accepts(moments.quantile(0.9), 7.6) && moments.quantile(1) == 10)
        #expect(Tolerance(relative: 1e-14).accepts(moments.deviation, 12.5.squareRoot()))
        // numpy.corrcoef([1, 2, 3, 5], [2, 1, 4, 3]) and numpy.linalg.eigvalsh([[1, .5], [.5, 1]]).
        let correlation = Moments.correlation([1, 2, 3, 5, .nan], [2, 1, 4, 3, 7])
        #expect(Tolerance(relative: 1e-12).accepts(correlation, 0.529_150_262_212_918))
        #expect(Tolerance(relative: 1e-12).accepts(Moments.largestEigenvalue([[1, 0.5], [0.5, 1]]), 1.5))
    }
}
