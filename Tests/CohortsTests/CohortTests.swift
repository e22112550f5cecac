import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Cohorts
@testable import Tables

/// A folder with small metadata and crops.
struct CohortFolder {
    let url: URL

    static let header = "isic_id,target,patient_id,age_approx,sex"
    static let rows = ["a,0,p1,45.0,male", "b,1,p1,NA,", "c,0,p2,60,female"]

    func write(_ name: String, _ lines: [String]) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url.appending(path: name))
    }

    func writeMetadata(_ rows: [String] = rows, header: String = header, name: String = "train-metadata.csv") throws {
        try write(name, [header] + rows)
    }

    func writeCrops(_ ids: [String], name: String = "train-image.hdf5") throws {
        let writer = try HDF5CropWriter(url.appending(path: name))
        for id in ids { try writer.append(id, [0xFF, 0xD8, 0xFF, 0xD9]) }
        try writer.finish()
    }

    func request(_ requires: Set<Requirement> = [], _ change: (inout CohortRequest) -> Void = { _ in }) -> CohortRequest
    {
        var request = CohortRequest(data: url, requires: requires)
        change(&request)
        return request
    }

    static func with(_ body: (CohortFolder) throws -> Void) throws {
        try Places.withTemporaryFolder { try body(CohortFolder(url: $0)) }
    }
}

@Suite("Cohorts are loaded and checked")
struct CohortTests {
    private func problem(_ request: CohortRequest) -> Problem? {
        do {
            _ = try Cohort.load(request)
            return nil
        } catch {
            return (error as? any CygnetError)?.problem
        }
    }

    @Test("Only the columns that are asked for are read, with those that every cohort needs; leaks are still told")
    func someColumns() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(
                ["a,0,p1,45,male,x", "b,1,p1,50,male,y", "c,0,p2,60,female,z"],
                header: CohortFolder.header + ",only_in_train"
            )
            try folder.writeMetadata(["d,p3"], header: "isic_id,patient_id", name: "test-metadata.csv")
            let request = folder.request([.columns(["age_approx"])]) { $0.columns = ["sex", "not_there"] }
            let some = try Cohort.load(request)
            #expect(some.table.columnNames == ["isic_id", "target", "patient_id", "age_approx", "sex"])
            let all = try Cohort.load(folder.request())
            #expect(some.leakColumns == all.leakColumns && some.leakColumns.contains("only_in_train"))
            #expect(some.labels == all.labels && some.groups == all.groups)
            let needy = folder.request([.columns(["tbp_lv_H"])]) { $0.columns = [] }
            let error = #expect(throws: TableError.self) { try Cohort.load(needy) }
            #expect(try #require(error).description.contains("tbp_lv_H"))
        }
    }

    @Test("Rows, labels, patients and crops are there")
    func whole() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata()
            try folder.writeCrops(["a", "b", "c", "extra"])
            let cohort = try Cohort.load(folder.request([.labels, .groups, .crops, .columns(["sex"])]))
            #expect(cohort.ids == ["a", "b", "c"])
            #expect(cohort.labels == [0, 1, 0])
            #expect(cohort.groups?.texts == ["p1", "p1", "p2"])
            #expect(cohort.groupColumn == "patient_id")
            #expect(cohort.split == .train)
            #expect(try cohort.crops?.jpeg(for: "b") == [0xFF, 0xD8, 0xFF, 0xD9])
            #expect(cohort.warnings.map(\.what) == ["1 crop has no row, such as extra"])
            let part = cohort.select(rows: [2, 1])
            #expect(part.ids == ["c", "b"] && part.labels == [0, 1] && part.groups?.texts == ["p2", "p1"])
            #expect(try part.table.texts("sex").texts == ["female", nil])
        }
    }

    @Test("The preferred half is taken where both are there; --split overrides")
    func splits() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata()
            try folder.writeMetadata(
                ["t,p9,50,male"],
                header: "isic_id,patient_id,age_approx,sex",
                name: "test-metadata.csv"
            )
            try folder.writeCrops(["t"], name: "test-image.hdf5")
            #expect(try Cohort.load(folder.request()).split == .train)
            let test = try Cohort.load(folder.request([.crops, .groups]) { $0.preferred = .test })
            #expect(test.split == .test && test.ids == ["t"] && test.labels == nil)
            #expect(
                try Cohort.load(
                    folder.request {
                        $0.preferred = .test; $0.split = .train
                    }
                ).split == .train
            )
            try FileManager.default.removeItem(at: folder.url.appending(path: "train-metadata.csv"))
            #expect(try Cohort.load(folder.request()).split == .test, "the only half there is")
            #expect(problem(folder.request { $0.split = .train })?.what == "the folder holds no train-metadata.csv")
            #expect(problem(folder.request([.labels]))?.what == "the column target is missing")
        }
    }

    @Test("One CSV file is a cohort; crops may lie anywhere")
    func oneFile() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(name: "lesions.csv")
            let images = folder.url.appending(path: "photos")
            try Folder.create(images)
            for id in ["a", "b", "c"] { try Data([0xFF]).write(to: images.appending(path: "\(id).jpg")) }
            let cohort = try Cohort.load(
                folder.request([.crops]) {
                    $0.data = folder.url.appending(path: "lesions.csv")
                    $0.images = images
                }
            )
            #expect(try cohort.crops?.jpeg(for: "c") == [0xFF])
            #expect(problem(folder.request())?.what == "the folder holds no cohort")
            let absent = folder.request { $0.data = folder.url.appending(path: "none") }
            #expect(problem(absent)?.what == "the cohort does not exist")
            #expect(throws: CohortError.self) { try Cohort.load(absent) }
        }
    }

    @Test("A label rule stands in for target, and its column is no leak to warn of")
    func labelRule() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(
                ["a,Benign,1", "b,Malignant,2", "c,,1"],
                header: "isic_id,iddx_1,grade"
            )
            let rule = try LabelRule(parsing: "iddx_1=Malignant")
            let cohort = try Cohort.load(folder.request([.labels]) { $0.label = rule })
            #expect(cohort.labels == [0, 1, 0])
            #expect(cohort.warnings.map(\.what) == ["1 rows have no iddx_1 and count as benign"])
            let grade = try Cohort.load(
                folder.request([.labels]) { $0.label = LabelRule(column: "grade", value: "2.0") }
            )
            #expect(grade.labels == [0, 1, 0])
            let found = problem(folder.request { $0.label = LabelRule(column: "iddx_1", value: "malignant") })
            #expect(found?.what == "no row has iddx_1=malignant")
            #expect(found?.found == "\"Benign\", \"Malignant\"")
            for text in ["iddx_1", "=x", "iddx_1="] {
                #expect(throws: CohortError.self) { try LabelRule(parsing: text) }
            }
            #expect(try LabelRule(parsing: "a=b=c") == LabelRule(column: "a", value: "b=c"))
        }
    }

    @Test("A cohort without patients is refused unless a column is named on purpose")
    func groups() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(["a,0,007", "b,1,7"], header: "isic_id,target,visit")
            let found = problem(folder.request([.groups]))
            #expect(found?.what.hasPrefix("the column patient_id is missing") == true)
            #expect(found?.remedy?.contains("--group-by") == true)
            #expect(try Cohort.load(folder.request()).groups == nil)
            let byVisit = try Cohort.load(folder.request([.groups]) { $0.groupBy = "visit" })
            #expect(byVisit.groups?.texts == ["007", "7"])
            let alone = try Cohort.load(folder.request([.groups]) { $0.groupBy = "isic_id" })
            #expect(alone.groups?.levels.count == 2)
            #expect(problem(folder.request { $0.groupBy = "person" })?.what == "the column person is missing")
        }
    }

    @Test("Wrong rows are named")
    func wrongRows() throws {
        try CohortFolder.with { folder in
            func problem(_ rows: [String], _ requires: Set<Requirement> = [.labels, .groups]) throws -> Problem? {
                try folder.writeMetadata(rows)
                return self.problem(folder.request(requires))
            }
            let good = CohortFolder.rows
            #expect(try problem(good) == nil)
            let twice = try problem(good + ["a,0,p3,50,male"])
            #expect(twice?.what == "the isic_id a occurs 2 times")
            #expect(twice?.location?.hasSuffix("train-metadata.csv, rows 1, 4") == true)
            #expect(try problem(good + [",0,p3,50,male"])?.what == "a row has no isic_id")
            #expect(try problem(good + ["d,2,p3,50,male"])?.found == "2.0")
            #expect(try problem(good + ["d,,p3,50,male"])?.found == "an empty cell")
            #expect(try problem(good + ["d,yes,p3,50,male"])?.found == "\"yes\"")
            #expect(try problem(good + ["d,0,,50,male"])?.what == "a row has no patient_id")
            #expect(try problem([good[0], good[2]])?.what == "the cohort has one class only")
            #expect(try problem([])?.what == "the metadata has no rows")
            #expect(
                try problem(good + ["d,2,p3,50,male", "e,3,p3,50,male"])?.what
                    == "a label is neither 0 nor 1 (and 1 more problem)"
            )
            #expect(try problem(good + ["d,2,,50,male"], []) == nil, "what is not required does not stop")
        }
    }

    @Test("A row without a crop is an error only where crops are needed")
    func missingCrops() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata()
            #expect(problem(folder.request([.crops]))?.what == "there are no crops")
            try folder.writeCrops(["a", "c"])
            #expect(problem(folder.request([.crops]))?.what == "the row of b has no crop")
            #expect(try Cohort.load(folder.request()).warnings.map(\.what) == ["the row of b has no crop"])
            try folder.write("train-image.hdf5", ["not an HDF5 file"])
            #expect(problem(folder.request([.crops]))?.what == "the file is not an HDF5 file")
        }
    }

    @Test("A planted leak column is caught where the test half lacks it")
    func plantedLeak() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(["a,0,p1,0", "b,1,p2,1"], header: "isic_id,target,patient_id,planted")
            #expect(try Cohort.load(folder.request()).leakColumns.isEmpty, "nothing to compare with")
            try folder.writeMetadata(["t,p9"], header: "isic_id,patient_id", name: "test-metadata.csv")
            let cohort = try Cohort.load(folder.request())
            #expect(cohort.leakColumns == ["planted"])
            #expect(cohort.warnings.count == 1)
        }
    }

    @Test(
        "The real cohorts load",
        .enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d")
    )
    func realCohorts() throws {
        let real = Places.shared("data/slice3d")
        let cohort = try Cohort.load(
            CohortRequest(data: real, groupBy: "isic_id", requires: [.labels, .groups, .crops])
        )
        #expect(cohort.count == 7197)
        #expect(cohort.labels?.reduce(0, +) == 198)
        #expect(cohort.leakColumns.count == 10)
        #expect(cohort.warnings.isEmpty)
        #expect(throws: CohortError.self) { try Cohort.load(CohortRequest(data: real, requires: [.groups])) }

        let stubs = real.appending(path: "competition-stubs")
        let test = try Cohort.load(CohortRequest(data: stubs, preferred: .test, requires: [.groups, .crops]))
        #expect(test.ids.count == 3 && test.table.columnNames.count == 44)
        let train = try Cohort.load(
            CohortRequest(
                data: stubs,
                requires: [.labels, .groups, .crops, .columns(ISICSchema.rawNumericColumns)]
            )
        )
        #expect(train.labels == [0, 1, 1])
        #expect(train.leakColumns == LeakGuard.leakColumns)
        #expect(train.warnings.isEmpty)
    }
}
