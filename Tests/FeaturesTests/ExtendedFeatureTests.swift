import Cohorts
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Features

/// What holds for the extended family whatever the numbers are.
@Suite struct ExtendedFeatureTests {
    private let transformer = PatientFeatureTransformer(configuration: .init(family: .extended))

    @Test func `The order of the rows and the names of the patients change no bit`() throws {
        let lesions = try RandomLesions(rows: 900, patients: 8, seed: 11)
        var generator = SeededGenerator(seed: 11, keys: 7)
        let order = generator.permutation(of: 900)
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups)
        let expected = try bits(of: lesions, fitted)
        let shuffled = RandomLesions(lesions, rows: order)
        #expect(try transformer.fit(shuffled.table, groups: shuffled.groups) == fitted)
        let found = try bits(of: shuffled, fitted)
        var renamed = lesions
        renamed.groups = TextColumn(lesions.groups.texts.map { $0.map { String($0.reversed()) + "?" } })
        let withOtherNames = try bits(of: renamed, fitted)
        for (index, name) in fitted.featureNames.enumerated() {
            #expect(found[index] == order.map { expected[index][$0] }, "\(name)")
            #expect(withOtherNames[index] == expected[index], "\(name)")
        }
    }

    @Test func `One patient alone gets the numbers that all patients together get`() throws {
        let lesions = try RandomLesions(rows: 600, patients: 9, seed: 12)
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups)
        let together = try bits(of: lesions, fitted)
        for patient in lesions.groups.levels {
            let rows = (0..<600).filter { lesions.groups[$0] == patient }
            let found = try bits(of: RandomLesions(lesions, rows: rows), fitted)
            for (index, name) in fitted.featureNames.enumerated() {
                #expect(found[index] == rows.map { together[index][$0] }, "\(name)")
            }
        }
    }

    @Test func `Ranks lie in (0, 1], ties share their mean, and a lone value has none`() throws {
        let table = try Table([(name: "tbp_lv_A", column: .double([5, 1, 5, .nan, 3, 7]))])
        let groups = TextColumn(["a", "a", "a", "a", "a", "b"])
        let matrix = try transformer.fit(table, groups: groups).transform(table, groups: groups)
        let ranks = try #require(matrix["tbp_lv_A_patient_rank"])
        #expect(Array(ranks[..<3]) == [0.875, 0.25, 0.875] && ranks[4] == 0.5)
        #expect(ranks[3].isNaN && ranks[5].isNaN)
    }

    @Test func `Only features whose inputs are there are made, and without patients none that compares`() throws {
        let table = try Table([
            (name: "clin_size_long_diam_mm", column: .double([5.5, 6, 6.01, .nan])),
            (name: "anatom_site_general", column: .text(TextColumn(["head/neck", nil, "head/neck", nil]))),
        ])
        let alone = try transformer.fit(table, groups: nil)
        #expect(alone.featureNames.last == "diameter_over_6mm")
        let over = try #require(try alone.transform(table, groups: nil)["diameter_over_6mm"])
        #expect(Array(over[..<3]) == [0, 0, 1] && over[3].isNaN)

        let patients = TextColumn(["p", "p", "p", "p"])
        let fitted = try transformer.fit(table, groups: patients)
        #expect(fitted.featureNames.contains("clin_size_long_diam_mm_site_norm"))
        #expect(!fitted.featureNames.contains { $0.hasPrefix("tbp_lv_") || $0.hasSuffix("_location_norm") })
        #expect(fitted.catalogue.map(\.name) == fitted.featureNames)
        let matrix = try fitted.transform(table, groups: patients)
        #expect(matrix["count_per_patient_site"] == [2, 2, 2, 2])
        #expect(matrix["share_of_patient_site"] == [0.5, 0.5, 0.5, 0.5])
    }

    @Test func `Every feature of the family is described: name, formula, unit and source`() {
        let entries = FeatureCatalogue.entries(of: .extended)
        #expect(Set(entries.map(\.name)).count == entries.count)
        #expect(entries.allSatisfy { !$0.formula.isEmpty && !$0.unit.isEmpty && !$0.source.isEmpty })
        let over = entries.first { $0.name == "diameter_over_6mm" }
        #expect(over?.formula == "clin_size_long_diam_mm > 6" && over?.criteria == [.diameter])
        #expect(entries.count > FeatureCatalogue.entries(of: .base).count + 270)
    }

    @Test func `No rows give no rows`() throws {
        let lesions = try RandomLesions(rows: 40, patients: 3, seed: 1)
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups)
        let empty = RandomLesions(lesions, rows: [])
        let matrix = try fitted.transform(empty.table, groups: empty.groups)
        #expect(matrix.rowCount == 0 && matrix.names == fitted.featureNames)
    }
}

/// Numbers that come from elsewhere than the metadata.
@Suite struct AdditionalColumnTests {
    private let lesions: RandomLesions
    private let measured: FeatureMatrix

    init() throws {
        lesions = try RandomLesions(rows: 200, patients: 5, seed: 21)
        let values = try lesions.table.doubles("tbp_lv_A").map { Float($0) }
        measured = try FeatureMatrix(names: ["px_a"], columns: [values], rowCount: 200)
    }

    @Test(arguments: FeatureFamily.allCases)
    func `They become features as they stand, as scores and as ranks`(family: FeatureFamily) throws {
        let transformer = PatientFeatureTransformer(configuration: .init(family: family))
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups, additional: measured)
        #expect(fitted.additionalColumns == ["px_a"] && fitted.catalogue.map(\.name) == fitted.featureNames)
        let stored = try JSONDecoder().decode(FittedPatientFeatures.self, from: try JSONEncoder().encode(fitted))
        let matrix = try stored.transform(lesions.table, groups: lesions.groups, additional: measured)
        #expect(matrix.names == fitted.featureNames)
        let close = Tolerance(absolute: 1e-5, relative: 1e-5)
        for form in ["", "_patient_norm"] {
            let own = try #require(matrix["px_a\(form)"])
            #expect(close.firstDifference(own, try #require(matrix["tbp_lv_A\(form)"])) == nil)
        }
        let ranks = try #require(matrix["px_a_patient_rank"])
        if let reference = matrix["tbp_lv_A_patient_rank"] { #expect(close.firstDifference(ranks, reference) == nil) }
    }

    @Test func `Without patients they stand alone`() throws {
        let fitted = try PatientFeatureTransformer().fit(lesions.table, groups: nil, additional: measured)
        #expect(fitted.featureNames.filter { $0.hasPrefix("px_") } == ["px_a"])
    }

    @Test func `Absent, misfitting and misnamed ones are errors that name them`() throws {
        let transformer = PatientFeatureTransformer()
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups, additional: measured)
        #expect(throws: FeatureError.missingAdditional(["px_a"], table: nil)) {
            try fitted.transform(lesions.table, groups: lesions.groups)
        }
        let short = measured.select(rows: [0, 1])
        let mismatch = FeatureError.additionalCount(expected: 200, found: 2, table: nil)
        #expect(throws: mismatch) {
            try fitted.transform(lesions.table, groups: lesions.groups, additional: short)
        }
        #expect(throws: mismatch) { try transformer.fit(lesions.table, groups: nil, additional: short) }
        let clash = try FeatureMatrix(names: ["tbp_lv_A"], columns: measured.columns, rowCount: 200)
        #expect(throws: FeatureError.repeatedNames(["tbp_lv_A", "tbp_lv_A_patient_norm"], table: nil)) {
            try transformer.fit(lesions.table, groups: lesions.groups, additional: clash)
        }
    }
}
