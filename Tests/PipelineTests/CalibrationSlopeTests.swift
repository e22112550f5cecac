import Evaluation
import Foundation
import TestSupport
import Testing

/// Probabilities mean what they say for patients who were never seen.
@Suite struct CalibrationSlopeTests {
    /// The slope of the logistic regression of the truth on the logit of the prediction: 1 is right, less is overconfident.
    private func slope(probabilities: [Double], labels: [Int]) throws -> Double {
        let calibrator = try StrictlyIncreasingCalibrator.fit(
            scores: probabilities.map { log($0) - log1p(-$0) },
            labels: labels
        )
        return calibrator.logit(1) - calibrator.logit(0)
    }

    @Test(arguments: ["both", "rank-average"])
    func `The calibration slope on held-out synthetic patients lies between 0.9 and 1.1`(mode: String) throws {
        try Places.withTemporaryFolder { folder in
            let cohort = folder.appending(path: "cohort")
            _ = try TabularRun.tool([
                "synthesize", cohort.path, "--patients", "300", "--lesions", "12000", "--malignant", "1200", "--images",
                "none", "--test", "0.5", "--seed", "2",
            ])
            let run = folder.appending(path: "run")
            _ = try TabularRun.tool(
                TabularRun.arguments(cohort: cohort, run: run, rounds: 60) + [
                    "--set", "stack.mode=\(mode)", "--set", "stack.bags=3", "--set", "folds.count=4", "--set",
                    "evaluation.importance_features=0",
                ]
            )
            let out = folder.appending(path: "submission.csv")
            _ = try TabularRun.tool(["predict", cohort.path, "--run", run.path, "--out", out.path])
            let truth = try CSVRows(cohort.appending(path: "test-truth.csv"))
            let labels = Dictionary(uniqueKeysWithValues: try zip(truth.cells("isic_id"), truth.cells("target")))
            let submission = try CSVRows(out)
            let probabilities = try submission.cells("target").compactMap { Double($0) }
            let targets = try submission.cells("isic_id").compactMap { labels[$0].flatMap { Int($0) } }
            #expect(probabilities.count == targets.count)
            let slope = try slope(probabilities: probabilities, labels: targets)
            #expect((0.9...1.1).contains(slope), "\(slope)")
            // No more and no fewer malignant lesions are expected than there are.
            let expected = probabilities.reduce(0, +)
            #expect(abs(expected / Double(targets.reduce(0, +)) - 1) < 0.15)
        }
    }
}
