import Evaluation
import Testing

@Suite struct TextTableTests {
    @Test func columnsAreAlignedAndEmptyOnesLeftOut() throws {
        let report = try Evaluation.evaluate(labels: [1, 0, 0, 0], scores: [3, 4, 2, 1], bootstrap: nil)
        #expect(
            report.textTable == """
                                                 value
                pAUC above 80 % sensitivity      0.1333
                AUC                              0.6667
                average precision                0.5000
                specificity at 80 % sensitivity  0.6667
                specificity at 90 % sensitivity  0.6667
                specificity at 95 % sensitivity  0.6667

                4 lesions, 1 malignant
                """
        )
    }

    @Test func intervalsFoldsAndNotesAreShown() throws {
        let random = RandomCase(count: 80, seed: 1)
        let report = try Evaluation.evaluate(
            labels: random.labels,
            scores: random.scores,
            folds: (0..<80).map { $0 % 2 },
            bootstrap: BootstrapConfiguration(replicates: 50, confidence: 0.9)
        )
        let lines = report.textTable.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].contains("90 % interval") && lines[0].contains("mean of folds"))
        #expect(lines[1].hasPrefix("pAUC above 80 % sensitivity      0."))
        #expect(lines[1].contains(" to ") && lines[1].contains("(sd 0."))
        #expect(lines.contains { $0.hasSuffix("2 folds, 50 bootstrap replicates") })
        #expect(lines.last == "The intervals resample single lesions: without patients they may be too narrow.")
    }
}
