import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Features

/// A lesion's features follow from its row and its patient's rows, and from nothing else: bit by bit, in double precision.
@Suite struct InvarianceTests {
    @Test(arguments: [1, 2, 3] as [UInt64], [false, true])
    func `The order of the rows changes no bit`(seed: UInt64, steps: Bool) throws {
        let lesions = try RandomLesions(rows: 3000, patients: 25, seed: seed, steps: steps)
        var generator = SeededGenerator(seed: seed, keys: 7)
        let order = generator.permutation(of: 3000)
        let fitted = try lesions.fit()
        let expected = try bits(of: lesions, fitted)
        let shuffled = RandomLesions(lesions, rows: order)
        let found = try bits(of: shuffled, fitted)
        let same = found == expected.map { column in order.map { column[$0] } }
        #expect(same)
        let refitted = try shuffled.fit()
        #expect(refitted == fitted)
    }

    @Test func `One patient alone gets the numbers that all patients together get`() throws {
        let lesions = try RandomLesions(rows: 1200, patients: 12, seed: 4)
        let fitted = try lesions.fit()
        let together = try bits(of: lesions, fitted)
        for patient in lesions.groups.levels {
            let rows = (0..<1200).filter { lesions.groups[$0] == patient }
            let alone = RandomLesions(lesions, rows: rows)
            let found = try bits(of: alone, fitted)
            let same = found == together.map { column in rows.map { column[$0] } }
            #expect(same)
        }
    }

    @Test func `The names of the patients do not matter`() throws {
        let lesions = try RandomLesions(rows: 500, patients: 9, seed: 5)
        let fitted = try lesions.fit()
        var renamed = lesions
        renamed.groups = TextColumn(lesions.groups.texts.map { $0.map { String($0.reversed()) + "?" } })
        let expected = try bits(of: lesions, fitted)
        let found = try bits(of: renamed, fitted)
        let same = found == expected
        #expect(same)
    }

    @Test func `A score relative to the patient ignores the unit's origin and, but for epsilon, its size`() throws {
        let areas = [3.0, 4.5, 9.25, 12, 5.75]
        let patient = TextColumn(areas.map { _ in "IP" })
        func scores(_ values: [Double]) throws -> [Double] {
            let table = try Table([(name: "tbp_lv_areaMM2", column: .double(values))])
            let fitted = try PatientFeatureTransformer().fit(table, groups: patient)
            let column = try #require(fitted.featureNames.firstIndex(of: "tbp_lv_areaMM2_patient_norm"))
            return try fitted.columns(of: table, groups: patient, as: Double.self)[column]
        }
        let plain = try scores(areas)
        let moved = try scores(areas.map { $0 + 1024 })
        #expect(Tolerance(relative: 1e-14).firstDifference(moved, plain) == nil)
        for (scaled, score) in zip(try scores(areas.map { $0 * 100 }), plain) { #expect(abs(scaled - score) < 1e-5) }
    }

    @Test func `The fitted state survives its storage`() throws {
        let lesions = try RandomLesions(rows: 60, patients: 5, seed: 6)
        let fitted = try lesions.fit()
        let stored = try JSONDecoder().decode(FittedPatientFeatures.self, from: try JSONEncoder().encode(fitted))
        #expect(stored == fitted)
        let expected = try bits(of: lesions, fitted)
        let found = try bits(of: lesions, stored)
        let same = found == expected
        #expect(same)
    }
}
