import Foundation
import Tables
import TestSupport
import Testing

/// Training and prediction with measurements of the crops, by the real tool.
@Suite struct PixelRunTests {
    private static let place = FileManager.default.temporaryDirectory
        .appending(path: "cygnet-test-pixels-\(UUID().uuidString)")

    /// A run of the extended family on the small cohort, which has crops; trained once.
    private static let extended = Result {
        atexit { try? FileManager.default.removeItem(at: PixelRunTests.place) }
        _ = try TabularRun.tool(
            TabularRun.arguments(cohort: SmallCohort.folder(), run: place) + ["--set", "feature_family=extended"]
        )
        return place
    }

    private func names(_ file: URL) throws -> [String] { try Table.readParquet(file).columnNames }

    /// The scores of test lesions by identifier; the crops stay where they are.
    private func scores(run: URL, keeping isKept: (_ patient: String) -> Bool = { _ in true }) throws -> [String:
        String]
    {
        try Places.withTemporaryFolder { folder in
            let cohort = try SmallCohort.folder()
            var rows = try CSVRows(cohort.appending(path: "test-metadata.csv"))
            let patient = try rows.column("patient_id")
            rows.rows.removeAll { !isKept($0[patient]) }
            try rows.write(to: folder.appending(path: "test-metadata.csv"))
            let out = folder.appending(path: "submission.csv")
            _ = try TabularRun.tool([
                "predict", folder.path, "--images", cohort.appending(path: "test-image/image").path, "--run", run.path,
                "--threads", "1", "--out", out.path,
            ])
            return Dictionary(uniqueKeysWithValues: try CSVRows(out).rows.map { ($0[0], $0[1]) })
        }
    }

    @Test func `The extended family has each measurement as it stands, as a score and as a rank`() throws {
        let names = try Set(names(Self.extended.get().appending(path: "features.parquet")))
        for form in ["", "_patient_norm", "_patient_rank"] { #expect(names.contains("px_deltaL\(form)")) }
        #expect(names.contains("tbp_lv_H_patient_rank"))
        let boosters = try String(
            contentsOf: Self.extended.get().appending(path: "bundle/stack/fold0/bag0.txt"),
            encoding: .utf8
        )
        #expect(boosters.contains("px_deltaL_patient_norm"))
    }

    @Test func `One patient alone gets the same scores as among all, measured on the crops`() throws {
        let run = try Self.extended.get()
        let all = try scores(run: run)
        let rows = try CSVRows(SmallCohort.folder().appending(path: "test-metadata.csv"))
        let patient = try rows.cells("patient_id")[0]
        let alone = try scores(run: run) { $0 == patient }
        #expect(!alone.isEmpty && alone.count < all.count)
        for (id, score) in alone { #expect(all[id] == score) }
        #expect(Set(all.values).count > all.count / 2)
    }

    @Test func `A prediction without the crops is refused`() throws {
        try Places.withTemporaryFolder { folder in
            let metadata = try SmallCohort.folder().appending(path: "test-metadata.csv")
            try FileManager.default.copyItem(at: metadata, to: folder.appending(path: "test-metadata.csv"))
            let out = folder.appending(path: "submission.csv").path
            let run = try ToolRun(["predict", folder.path, "--run", Self.extended.get().path, "--out", out])
            #expect(run.exitCode == 2)
            #expect(run.standardError.contains("there are no crops"))
        }
    }

    @Test func `Without patients nothing is compared with the patient's other lesions`() throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            let settings = ["tabular_features=false", "pixels.measured=always"].flatMap { ["--set", $0] }
            _ = try TabularRun.tool(
                TabularRun.arguments(cohort: SmallCohort.folder(), run: run) + ["--group-by", "isic_id"] + settings
            )
            let names = try names(run.appending(path: "features.parquet"))
            #expect(names.first == "isic_id")
            #expect(names.count > 60)
            #expect(names.dropFirst().allSatisfy { $0.hasPrefix("px_") && !$0.contains("_patient_") })
            let scores = try scores(run: run).values.compactMap(Double.init)
            #expect(!scores.isEmpty && scores.allSatisfy { $0 > 0 && $0 < 1 })
        }
    }

    @Test func `The features of the extended family are written with measurements, or without them`() throws {
        try Places.withTemporaryFolder { folder in
            func written(_ more: [String]) throws -> Set<String> {
                let out = folder.appending(path: "features.parquet")
                let cohort = try SmallCohort.folder().path
                _ = try TabularRun.tool(["features", cohort, "--out", out.path, "--family", "extended"] + more)
                return try Set(names(out))
            }
            let all = try written([])
            let described = try TabularRun.tool(["features", "--describe", "--family", "extended"]).standardOutput
            let lines = described.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            let catalogue = Dictionary(uniqueKeysWithValues: lines.filter { $0.count == 5 }.map { ($0[0], $0) })
            let measured = all.filter { $0.hasPrefix("px_") }
            #expect(measured == Set(catalogue.keys.filter { $0.hasPrefix("px_") }))
            #expect(
                catalogue["px_area_mm2"] == [
                    "px_area_mm2", "area of the lesion", "mm²", "D",
                    "measured by Cygnet, after the SLICE-3D column tbp_lv_areaMM2",
                ]
            )
            #expect(catalogue["px_area_mm2_patient_rank"]?[3] == "D")
            #expect(try written(["--pixels", "never"]) == all.subtracting(measured))
        }
    }
}
