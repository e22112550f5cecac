import Foundation
import Randomness
import TestSupport
import Testing

/// The whole pipeline finds nothing where there is nothing, and does not take the answer from a leak.
@Suite struct NegativeControlTests {
    /// Trains on a cohort without crops and returns its metrics.
    private func metrics(permutingLabelsWith seed: UInt64?) throws -> [String: Double] {
        try Places.withTemporaryFolder { folder in
            let cohort = folder.appending(path: "cohort")
            _ = try TabularRun.tool([
                "synthesize", cohort.path, "--patients", "60", "--lesions", "900", "--malignant", "60", "--images",
                "none", "--seed", "5",
            ])
            if let seed {
                let metadata = cohort.appending(path: "train-metadata.csv")
                var rows = try CSVRows(metadata)
                var generator = SeededGenerator(seed: seed)
                let labels = try rows.cells("target")
                try rows.set("target", to: generator.permutation(of: labels.count).map { labels[$0] })
                try rows.write(to: metadata)
            }
            let run = folder.appending(path: "run")
            _ = try TabularRun.tool(TabularRun.arguments(cohort: cohort, run: run))
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "metrics.json")))
            return try #require(json as? [String: Double])
        }
    }

    private func interval(_ name: String, _ metrics: [String: Double]) throws -> ClosedRange<Double> {
        try #require(metrics["\(name)_low"])...#require(metrics["\(name)_high"])
    }

    @Test func `With permuted labels the intervals contain chance`() throws {
        let metrics = try metrics(permutingLabelsWith: 1)
        #expect(try interval("pauc_80tpr", metrics).contains(0.02))
        #expect(try interval("auc", metrics).contains(0.5))
    }

    @Test func `With the real labels the intervals lie above chance`() throws {
        let metrics = try metrics(permutingLabelsWith: nil)
        #expect(try interval("pauc_80tpr", metrics).lowerBound > 0.04)
        #expect(try interval("auc", metrics).lowerBound > 0.7)
    }

    @Test(arguments: ["iddx_9", "mel_thick_mm", "lesion_id"])
    func `A planted leak changes no feature and is warned about`(column: String) throws {
        func features(_ cohort: URL) throws -> Data {
            let out = cohort.deletingLastPathComponent().appending(path: "features.parquet")
            _ = try TabularRun.tool(["features", cohort.path, "--out", out.path])
            return try Data(contentsOf: out)
        }
        let before = try SmallCohort.withCopy { try features($0) }
        let after = try SmallCohort.withCopy(
            changing: { rows in
                let answer = try rows.cells("target")
                if rows.header.contains(column) {
                    try rows.set(column, to: answer)
                } else {
                    rows.append(column, answer)
                }
            },
            { cohort in
                let validation = try TabularRun.tool(["validate", cohort.path])
                let warning = validation.standardOutput.split(separator: "\n").first {
                    $0.hasPrefix("warning: ") && $0.contains(column)
                }
                #expect(warning?.contains("never features") == true, "\(validation.standardOutput)")
                return try features(cohort)
            }
        )
        #expect(after == before)
    }

    @Test func `A column that only the training file has is a leak by schema difference`() throws {
        try SmallCohort.withCopy(changing: { rows in
            let answer = try rows.cells("target")
            rows.append("biopsy", answer)
        }) { cohort in
            let validation = try TabularRun.tool(["validate", cohort.path])
            let warnings = validation.standardOutput.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
            #expect(warnings.contains { $0.contains("biopsy") }, "\(validation.standardOutput)")
        }
    }
}
