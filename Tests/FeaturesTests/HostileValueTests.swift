import Tables
import TestSupport
import Testing

@testable import Features

/// Values that no formula likes.
@Suite struct HostileValueTests {
    private func feature(_ name: String, _ columns: [String: [Double]], patient: Bool = false) throws -> [Float] {
        let rows = columns.values.first?.count ?? 0
        let table = try Table(columns.sorted { $0.key < $1.key }.map { (name: $0.key, column: .double($0.value)) })
        let groups = patient ? TextColumn((0..<rows).map { _ in "IP" }) : nil
        let fitted = try PatientFeatureTransformer().fit(table, groups: groups)
        return try #require(try fitted.transform(table, groups: groups)[name])
    }

    @Test(arguments: [
        (0.0, 0.0), (0, 3), (0, -3), (.nan, 2), (2, .nan), (.infinity, 2), (2, .infinity), (1e-300, 1e300),
    ])
    func `A division without a finite result is missing`(divisor: Double, dividend: Double) throws {
        let ratio = try feature(
            "lesion_size_ratio",
            ["clin_size_long_diam_mm": [divisor], "tbp_lv_minorAxisMM": [dividend]]
        )
        #expect(ratio[0].isNaN)
    }

    @Test func `The root and the logarithm of a negative number are missing`() throws {
        #expect(try feature("log_lesion_area", ["tbp_lv_areaMM2": [-1, -2, 0]])[..<2].allSatisfy(\.isNaN) == true)
        let ratio = try feature("border_length_ratio", ["tbp_lv_areaMM2": [-1], "tbp_lv_perimeterMM": [4]])
        #expect(ratio[0].isNaN)
    }

    @Test func `What does not fit single precision is missing, not infinite`() throws {
        let values = try feature("tbp_lv_A", ["tbp_lv_A": [1e39, -1e300, .infinity, 3e38]])
        #expect(values.map(\.isNaN) == [true, true, true, false])
    }

    @Test func `Lesions that are all alike lie exactly at their mean`() throws {
        let scores = try feature(
            "tbp_lv_y_patient_norm",
            ["tbp_lv_y": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]],
            patient: true
        )
        #expect(scores == [Float](repeating: 0, count: 7))
    }

    @Test func `Missing values take no part in a patient's mean and spread`() throws {
        let scores = try feature("tbp_lv_y_patient_norm", ["tbp_lv_y": [1, .nan, 3, .infinity]], patient: true)
        let expected = Float(1 / (2.0.squareRoot() + 1e-5))
        #expect(scores[0] == -expected && scores[2] == expected)
        #expect(scores[1].isNaN && scores[3].isNaN)
    }

    @Test func `One value among missing ones has no spread`() throws {
        let scores = try feature("age_approx_patient_norm", ["age_approx": [.nan, 55, .nan]], patient: true)
        #expect(scores.map(\.isNaN) == [true, true, true])
    }

    @Test func `A spread beyond double precision is missing`() throws {
        let scores = try feature("tbp_lv_y_patient_norm", ["tbp_lv_y": [1e300, -1e300, 5]], patient: true)
        #expect(scores.map(\.isNaN) == [true, true, true])
    }

    @Test func `A large offset costs no digits`() throws {
        let offset = 1e9
        let scores = try feature(
            "tbp_lv_y_patient_norm",
            ["tbp_lv_y": [offset, offset + 1, offset + 2]],
            patient: true
        )
        let expected = Float(1 / (1 + 1e-5))
        #expect(scores == [-expected, 0, expected])
    }
}
