import Cohorts
import Foundation
import Imaging
import Synthesis
import Tables
import TestSupport
import Testing

@testable import Morphometry

/// Crops that `Synthesis` drew from rows: the measurements against the rows.
struct SyntheticCohortTests {
    /// What is measured, what the row calls it, the least correlation, and the most that medians may differ, as a share.
    private static let twins: [(pixel: String, row: String, correlation: Double, bias: Double)] = [
        ("px_long_diameter_mm", "clin_size_long_diam_mm", 0.9, 0.12),
        ("px_area_mm2", "tbp_lv_areaMM2", 0.9, 0.2),
        ("px_minor_axis_mm", "tbp_lv_minorAxisMM", 0.85, 0.15),
        ("px_L", "tbp_lv_L", 0.9, 0.08),
        ("px_A", "tbp_lv_A", 0.8, 0.1),
        ("px_B", "tbp_lv_B", 0.8, 0.1),
        ("px_Lext", "tbp_lv_Lext", 0.95, 0.04),
        ("px_Aext", "tbp_lv_Aext", 0.9, 0.08),
        ("px_Bext", "tbp_lv_Bext", 0.9, 0.08),
        ("px_deltaL", "tbp_lv_deltaL", 0.8, 0.2),
        ("px_eccentricity", "tbp_lv_eccentricity", 0.6, 0.1),
        ("px_stdL", "tbp_lv_stdL", 0.6, 0.15),
        // Small lesions have few pixels, and the vendor's formula is not published.
        ("px_shape_asymmetry", "tbp_lv_symm_2axis", 0.15, 0.6),
    ]

    private struct Drawn {
        var found = 0
        var count = 0
        var pairs: [String: [(measured: Double, row: Double)]] = [:]
    }

    private static let drawn = Result {
        try Places.withTemporaryFolder { folder in
            try SyntheticCohort.generate(
                SyntheticCohortConfiguration(patients: 20, lesions: 400, malignant: 40, seed: 5),
                to: folder
            )
            let cohort = try Cohort.load(CohortRequest(data: folder, requires: [.crops]))
            let crops = try #require(cohort.crops)
            var drawn = Drawn(count: cohort.ids.count)
            for (row, id) in cohort.ids.enumerated() {
                let measured = Measured(try JPEG.decode(crops.jpeg(for: id)))
                guard measured.found else { continue }
                drawn.found += 1
                for twin in twins {
                    let pair = (measured.values[twin.pixel] ?? .nan, try cohort.table.doubles(twin.row)[row])
                    drawn.pairs[twin.pixel, default: []].append(pair)
                }
            }
            return drawn
        }
    }

    @Test func `Almost every drawn lesion is found`() throws {
        let drawn = try Self.drawn.get()
        #expect(Double(drawn.found) >= 0.93 * Double(drawn.count), "\(drawn.found) of \(drawn.count)")
    }

    @Test(arguments: twins.indices)
    func `Measurements follow the row that was drawn`(index: Int) throws {
        let twin = Self.twins[index]
        let pairs = try #require(Self.drawn.get().pairs[twin.pixel])
        let correlation = Self.correlation(pairs)
        let bias = Self.median(pairs.map(\.measured)) / Self.median(pairs.map(\.row)) - 1
        let found = String(format: "correlation %.3f, bias of the median %+.3f", correlation, bias)
        #expect(correlation >= twin.correlation, "\(twin.pixel): \(found)")
        #expect(abs(bias) <= twin.bias, "\(twin.pixel): \(found)")
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func correlation(_ pairs: [(measured: Double, row: Double)]) -> Double {
        let count = Double(pairs.count)
        let x = pairs.reduce(0) { $0 + $1.measured } / count
        let y = pairs.reduce(0) { $0 + $1.row } / count
        let (xx, yy, xy) = pairs.reduce((0.0, 0.0, 0.0)) { sums, pair in
            let (dx, dy) = (pair.measured - x, pair.row - y)
            return (sums.0 + dx * dx, sums.1 + dy * dy, sums.2 + dx * dy)
        }
        return xy / (xx * yy).squareRoot()
    }
}
