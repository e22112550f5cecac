import Foundation
import TestSupport
import Testing

@testable import Cohorts
@testable import Tables

@Suite("The schema is that of ISIC 2024")
struct SchemaTests {
    @Test("There are 55 columns in training and 44 in test, 34 numeric and 6 categorical")
    func counts() {
        #expect(ISICSchema.trainingColumns.count == 55)
        #expect(ISICSchema.testColumns.count == 44)
        #expect(ISICSchema.rawNumericColumns.count == 34)
        #expect(ISICSchema.categoricalColumns.count == 6)
        #expect(LeakGuard.leakColumns.count == 10)
        let absent = Set(ISICSchema.trainingColumns).subtracting(ISICSchema.testColumns)
        #expect(absent == Set(LeakGuard.leakColumns + ["target"]))
        let categories = ISICSchema.columns.filter { $0.role == .categorical }.map(\.name)
        #expect(Set(categories) == Set(ISICSchema.categoricalColumns))
    }

    @Test("Features are never made from leaks, labels, identifiers or patients")
    func features() {
        let features = ISICSchema.rawNumericColumns + ISICSchema.categoricalColumns
        #expect(!features.contains(where: LeakGuard.isLeak))
        #expect(Set(features).isDisjoint(with: ["isic_id", "target", "patient_id", "image_type", "copyright_license"]))
    }

    @Test(
        "The real files have these columns, in this order, within these ranges",
        .enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d")
    )
    func realFiles() throws {
        let folder = Places.shared("data/slice3d/competition-stubs")
        let train = try Table.readCSV(folder.appending(path: "train-metadata.csv"), types: ISICSchema.columnTypes)
        let test = try Table.readCSV(folder.appending(path: "test-metadata.csv"), types: ISICSchema.columnTypes)
        #expect(train.columnNames == ISICSchema.trainingColumns)
        #expect(test.columnNames == ISICSchema.testColumns)
        #expect(CohortChecks(origin: "train", limit: 10).values(train).isEmpty)
        #expect(CohortChecks(origin: "test", limit: 10).values(test).isEmpty)
    }

    @Test(
        "The published minimum and maximum of every column lie in its range",
        .enabled(if: Places.hasShared("references/train_metadata_describe.csv"), "needs ../shared/references")
    )
    func publishedRanges() throws {
        let described = try Table.readCSV(Places.shared("references/train_metadata_describe.csv"))
        let names = try described.texts(described.columnNames[0]).texts
        let (low, high) = (try described.doubles("min"), try described.doubles("max"))
        var checked = 0
        for (row, name) in names.enumerated() {
            guard let name, let range = ISICSchema.column(name)?.range else { continue }
            #expect(range.contains(low[row]) && range.contains(high[row]), "\(name)")
            checked += 1
        }
        #expect(checked > 30)
    }
}

@Suite("Columns that tell the answer are caught")
struct LeakGuardTests {
    @Test(
        "By name, whatever the case",
        arguments: ["iddx_1", "IDDX_full", "mel_thick_mm", "lesion_id", "tbp_lv_dnn_lesion_confidence"]
    )
    func names(name: String) {
        #expect(LeakGuard.isLeak(name))
    }

    @Test("Measurements are not leaks", arguments: ["melanin", "tbp_lv_A", "age_approx", "lesion_identifier"])
    func others(name: String) {
        #expect(!LeakGuard.isLeak(name))
    }

    @Test("A planted column is caught by its absence from the test half")
    func planted() {
        let train = ISICSchema.trainingColumns + ["biopsy_result"]
        let leaks = LeakGuard.leaks(among: train, testColumns: ISICSchema.testColumns)
        #expect(leaks.count == 11)
        #expect(leaks.filter { $0.reason == .absentFromTest }.map(\.column) == ["biopsy_result"])
        #expect(LeakGuard.leaks(among: train, testColumns: nil).count == 10)
        #expect(
            LeakGuard.leaks(among: ["isic_id", "verdict"], testColumns: ["isic_id"], labels: ["verdict"]).isEmpty
        )
    }
}
