import Cohorts
import Diagnostics
import Foundation
import Imaging
import Tables
import TestSupport
import Testing

@testable import Exploration

private func explore(_ folder: URL, _ change: (inout CohortRequest) -> Void = { _ in }) throws -> Exploration {
    var request = CohortRequest(data: folder)
    change(&request)
    return try Exploration(Cohort.load(request), progress: Progress { _ in })
}

@Test func everyPartOfAWholeCohortIsAvailable() throws {
    let found = try explore(try SmallCohort.folder())
    let summary = ExplorationSummary(found)
    #expect(summary.unavailable.isEmpty)
    let balance = try #require(found.balance.content)
    #expect(summary.counts["lesions"] == balance.lesions && summary.counts["malignant"] == balance.malignant)
    let patients = try #require(found.patients.content)
    #expect(patients.lesionsPerPatient.reduce(0, +) == found.rows)
    let crops = try #require(found.crops.content)
    #expect(crops.present == found.rows && crops.damaged == 0)
    #expect(found.measurements.content?.count == ISICSchema.rawNumericColumns.count)
}

@Test func leakColumnsAreExcludedAndRankedFirst() throws {
    let found = try explore(try SmallCohort.folder())
    let excluded = Set(found.decisions.excludedColumns.map(\.column))
    #expect(excluded.isSuperset(of: LeakGuard.leakColumns))
    #expect(found.alerts.first?.severity == .high)
    #expect(found.alerts.map(\.severity.rank) == found.alerts.map(\.severity.rank).sorted())
    let leaks = try #require(found.leaks.content)
    let diagnosis = try #require(leaks.columns.first { $0.name == "iddx_1" })
    #expect(diagnosis.auc > 0.95 && diagnosis.partialAUC > 0.19)
}

@Test func classWeightsAreThePublishedOnesAndNeverMoreThanBalance() throws {
    let found = try explore(try SmallCohort.folder())
    #expect(found.decisions.classWeights == .published)
    try SmallCohort.withCopy(changing: { rows in
        let labels = try rows.cells("target")
        let malignant = labels.indices.filter { labels[$0] == "1" }
        let benign = labels.indices.filter { labels[$0] == "0" }.prefix(malignant.count * 2)
        rows.rows = (malignant + benign).sorted().map { rows.rows[$0] }
    }) { folder in
        let weights = try #require(try explore(folder).decisions.classWeights)
        #expect(weights.malignant == 2 && weights.benign == 1)
    }
}

@Test func aColumnThatTellsTheAnswerIsSuspected() throws {
    try SmallCohort.withCopy(changing: { rows in
        rows.append(
            "surgeon_score",
            try rows.cells("target").enumerated().map { "\(Double($1) ?? 0 + Double($0 % 7) / 50)" }
        )
    }) { folder in
        let found = try explore(folder) { $0.data = folder.appending(path: "train-metadata.csv") }
        #expect(found.decisions.excludedColumns.contains { $0.column == "surgeon_score" })
    }
}

/// How a crop comes into a cohort a second time.
private enum Copying: CaseIterable {
    case sameBytes, savedAgain
}

@Test(arguments: Copying.allCases) private func aCopiedCropIsFoundAcrossPatients(_ copying: Copying) throws {
    try SmallCohort.withCopy { folder in
        let rows = try CSVRows(folder.appending(path: "train-metadata.csv"))
        let (ids, patients) = (try rows.cells("isic_id"), try rows.cells("patient_id"))
        let other = try #require(patients.firstIndex { $0 != patients[0] })
        let bytes = Array(try Data(contentsOf: SmallCohort.crop(ids[0], in: folder)))
        let copy = copying == .sameBytes ? bytes : try JPEG.encode(JPEG.decode(bytes), quality: 70)
        #expect(copying == .sameBytes || copy != bytes)
        try Data(copy).write(to: SmallCohort.crop(ids[other], in: folder))
        let found = try explore(folder)
        let groups = try #require(found.crops.content?.duplicates)
        #expect(groups.contains { $0.rows == [0, other] && $0.crossesPatients })
        #expect(found.alerts.contains { $0.kind == "duplicates_across_patients" && $0.severity == .high })
    }
}

@Test func aPictureThatStandsForEveryLesionIsOneGroup() throws {
    try SmallCohort.withCopy { folder in
        let ids = try CSVRows(folder.appending(path: "train-metadata.csv")).cells("isic_id")
        let bytes = try Data(contentsOf: SmallCohort.crop(ids[0], in: folder))
        for id in ids { try bytes.write(to: SmallCohort.crop(id, in: folder)) }
        let groups = try #require(try explore(folder).crops.content?.duplicates)
        #expect(groups.map(\.rows) == [Array(ids.indices)])
    }
}

@Test func partsThatMissColumnsSayWhy() throws {
    try SmallCohort.withCopy(changing: { rows in
        for name in ["patient_id", "attribution", "age_approx", "sex"] { try rows.remove(name) }
    }) { folder in
        try FileManager.default.removeItem(at: folder.appending(path: "train-image"))
        let unavailable = ExplorationSummary(try explore(folder)).unavailable
        #expect(Set(unavailable.keys) == ["patients", "hospitals", "ugly_duckling", "crops"])
        #expect(unavailable["hospitals"]?.contains("attribution") == true)
    }
}

@Test func aCohortOfOneClassIsDescribed() throws {
    try SmallCohort.withCopy(changing: { rows in
        let cells = try rows.cells("target").map { _ in "0" }
        try rows.set("target", to: cells)
    }) { folder in
        let found = try explore(folder)
        #expect(found.balance.content == nil && found.measurements.content?.first?.auc == nil)
        #expect(found.decisions.classWeights == nil)
    }
}

@Test func aCohortDoesNotDriftFromItself() throws {
    let cohort = try Cohort.load(CohortRequest(data: SmallCohort.folder()))
    let found = try Exploration(cohort, reference: cohort, progress: Progress { _ in })
    let drift = try #require(found.drift)
    #expect(drift.columns.count >= 40)
    #expect(drift.columns.allSatisfy { $0.stabilityIndex == 0 && $0.statistic == 0 && $0.pValue == 1 })
}

@Test func aShiftedColumnIsTheFirstInDrift() throws {
    let reference = try Cohort.load(CohortRequest(data: SmallCohort.folder()))
    try SmallCohort.withCopy(changing: { rows in
        let cells = try rows.cells("tbp_lv_L").map { "\((Double($0) ?? 0) + 30)" }
        try rows.set("tbp_lv_L", to: cells)
    }) { folder in
        let cohort = try Cohort.load(CohortRequest(data: folder))
        let found = try Exploration(cohort, reference: reference, progress: Progress { _ in })
        #expect(found.drift?.columns.first?.name == "tbp_lv_L")
        #expect(found.alerts.contains { $0.kind == "drift" && $0.columns.contains("tbp_lv_L") })
        // The column no longer is the sum that it should be.
        #expect(found.alerts.contains { $0.kind == "broken_identity" })
    }
}

@Test func aliasesHideIdentifiersAndStayTheSame() {
    let groups = TextColumn(["IP_1", "IP_2", "IP_1"])
    let ids = ["a", "b", "c"]
    let hidden = PatientAliases(groups: groups, ids: ids, showsIdentifiers: false)
    let again = PatientAliases(groups: groups, ids: ids, showsIdentifiers: false)
    let elsewhere = PatientAliases(groups: groups, ids: ["a", "b", "d"], showsIdentifiers: false)
    #expect(hidden.name(of: 0) == again.name(of: 0))
    #expect(hidden.name(of: 0) != hidden.name(of: 1))
    #expect(hidden.name(of: 0) != elsewhere.name(of: 0))
    #expect(!hidden.name(of: 0).contains("IP_1") && hidden.lesion(row: 1) == "row 2")
    #expect(PatientAliases(groups: groups, ids: ids, showsIdentifiers: true).name(of: 1) == "IP_2")
}
