import Foundation
import Pipeline
import Tables
import TestSupport
import Testing
import Training

/// What the report says of image models, on a real training of two tiny ones with a gradient scaler.
@Suite struct ImageRunReportTests {
    private static let place = FileManager.default.temporaryDirectory
        .appending(path: "cygnet-test-image-run-\(UUID().uuidString)")

    /// The image models of the demo preset, in its order.
    private static let backbones = ["eva02_tiny_patch14_224", "convnextv2_atto"]
    private static let epochs = 2
    private static let folds = 2

    private static let made = Result {
        atexit { try? FileManager.default.removeItem(at: ImageRunReportTests.place) }
        let model = ["batch_size=8", "epochs=\(epochs)", "steps_per_epoch=3", "test_time_views=1"]
        let settings =
            backbones.indices.flatMap { index in
                (model + ["size=\([28, 32][index])"]).map { "image_models.\(index).\($0)" }
            } + ["folds.count=\(folds)", "stack.bags=1", "stack.booster.rounds=10", "frozen_embeddings=[]"]
            + ["evaluation.bootstrap_replicates=20"]
        _ = try TabularRun.tool(
            [
                "train", try SmallCohort.folder().path, "--run", place.path, "--preset", "demo", "--threads", "1",
                "--precision", "float16",
            ] + settings.flatMap { ["--set", $0] }
        )
        return place
    }

    private func data(_ name: String) throws -> CSVRows {
        try CSVRows(Self.made.get().appending(path: "report-data/\(name).csv"))
    }

    /// A line of `metrics.jsonl`.
    private struct Line: Decodable {
        let epoch: Int
        let loss: Double
        let value: Double
        let benignCoverage: Double
        let gradientScale: Double
        let skippedSteps: Int
    }

    private func lines(_ backbone: String, fold: Int) throws -> [Line] {
        let file = try Self.made.get().appending(path: "images/\(backbone)/fold\(fold)/metrics.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    @Test func `Learning curves, losses and coverage are what the training wrote down`() throws {
        let page = try String(contentsOf: Self.made.get().appending(path: "report.html"), encoding: .utf8)
        for figure in ["learning-curves", "losses", "coverage", "error-correlation"] {
            #expect(page.contains("id=\"\(figure)-chart\""), "\(figure)")
        }
        for (name, value) in [("learning-curves", \Line.value), ("losses", \.loss), ("coverage", \.benignCoverage)] {
            let rows = try data(name).rows
            #expect(rows.count == Self.backbones.count * Self.folds * Self.epochs, "\(name)")
            for row in rows {
                let (fold, epoch) = try (#require(Int(row[1])), #require(Int(row[2])))
                let line = try lines(row[0], fold: fold)[epoch - 1]
                #expect(line.epoch == epoch - 1)
                #expect(Double(row[3]) == line[keyPath: value], "\(name), \(row)")
            }
        }
    }

    @Test func `The sampler draws other benign lesions in every epoch`() throws {
        for backbone in Self.backbones {
            for fold in 0..<Self.folds {
                let coverage = try lines(backbone, fold: fold).map(\.benignCoverage)
                // Three batches of four: far fewer than there are, so none comes twice.
                #expect(coverage[0] > 0 && abs(coverage[1] - 2 * coverage[0]) < 1e-12, "\(backbone), fold \(fold)")
            }
        }
        let drawn = try data("training").cells("benign lesions drawn").compactMap(Double.init)
        let last = try Self.backbones.flatMap { backbone in
            try (0..<Self.folds).map { try lines(backbone, fold: $0)[Self.epochs - 1].benignCoverage }
        }
        #expect(drawn.sorted() == last.sorted())
    }

    @Test func `The scaler's events are counted`() throws {
        let training = try data("training")
        var skipped = 0
        for row in training.rows.indices {
            let fold = try #require(Int(training.cells("fold")[row]))
            let line = try #require(lines(training.cells("model")[row], fold: fold).last)
            #expect(line.gradientScale > 1, "float16 trains with a scaler")
            #expect(try Double(training.cells("gradient scale")[row]) == line.gradientScale)
            #expect(try Int(training.cells("skipped steps")[row]) == line.skippedSteps)
            skipped += line.skippedSteps
        }
        let page = try String(contentsOf: Self.made.get().appending(path: "report.html"), encoding: .utf8)
        #expect(page.contains("The gradient scaler skipped \(skipped) "))
    }

    /// Correlations are computed in single precision.
    @Test func `Errors are correlated by ranks within a class`() throws {
        let table = try Table.readParquet(Self.made.get().appending(path: "oof.parquet"))
        let labels = try table.doubles("target")
        let models = Self.backbones.map { ($0, "score_\($0)") } + [("stack", "score")]
        let scores = Dictionary(uniqueKeysWithValues: try models.map { ($0, try table.doubles($1)) })
        let rows = try data("error-correlation").rows
        #expect(rows.count == 2 * 3)
        for row in rows {
            let label = row[0] == "malignant" ? 1.0 : 0.0
            let (first, second) = try (#require(scores[row[1]]), #require(scores[row[2]]))
            let members = labels.indices.filter { labels[$0] == label }
            let expected = Self.correlation(
                Self.ranks(members.map { first[$0] }),
                Self.ranks(members.map { second[$0] })
            )
            #expect(try Tolerance(absolute: 1e-6).accepts(#require(Double(row[3])), expected), "\(row)")
        }
    }

    /// Mean ranks by counting: slow and plain.
    private static func ranks(_ values: [Double]) -> [Double] {
        values.map { value in
            Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
        }
    }

    private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let count = Double(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        func products(_ a: [Double], _ b: [Double], _ x: Double, _ y: Double) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        }
        return products(first, second, means.0, means.1)
            / (products(first, first, means.0, means.0) * products(second, second, means.1, means.1)).squareRoot()
    }

    @Test func `Pictures of failures are shown where they are asked for and there are crops`() throws {
        try Places.withTemporaryFolder { folder in
            let page = folder.appending(path: "report.html")
            func report(_ more: [String]) throws -> (page: String, warnings: String) {
                let tool = try TabularRun.tool(
                    ["report", "--run", Self.made.get().path, "--out", page.path] + more
                )
                return (try String(contentsOf: page, encoding: .utf8), tool.standardError)
            }
            func pictures(_ page: String) -> Int { page.matches(of: /<img src="data:image\/jpeg;base64,/).count }

            let missed = try data("missed").rows.count
            let raised = try data("raised").rows.count
            #expect(missed > 0)
            let plain = try report([])
            #expect(pictures(plain.page) == 0)
            #expect(plain.page.contains("personal data"))

            let cohort = try SmallCohort.folder()
            let shown = try report(["--thumbnails", cohort.path])
            #expect(pictures(shown.page) == missed + raised)
            #expect(shown.page.utf8.count - plain.page.utf8.count < 600_000)
            #expect(shown.warnings.isEmpty)
            let folderOfCrops = try report(["--thumbnails", cohort.appending(path: "train-image/image").path])
            #expect(folderOfCrops.page == shown.page)

            // Crops that are gone, crops of other lesions, a damaged file.
            let gone = try report(["--thumbnails", folder.appending(path: "gone").path])
            #expect(pictures(gone.page) == 0)
            #expect(gone.page.contains("Pictures were asked for and cannot be shown: the crops do not exist."))
            #expect(!gone.page.contains(folder.path))
            #expect(gone.warnings.contains("no pictures of missed cancers"))
            let others = try report(["--thumbnails", cohort.appending(path: "test-image").path])
            #expect(others.page.contains("there is no crop of any of these lesions"))
            let damaged = folder.appending(path: "damaged.hdf5")
            try Data("no crops".utf8).write(to: damaged)
            #expect(try pictures(report(["--thumbnails", damaged.path]).page) == 0)
        }
    }
}
