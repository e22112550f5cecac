import Cohorts
import Diagnostics
import Evaluation
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Writes what a reader must know before looking at a score.
struct ModelCardStage {
    let context: RunContext
    let report: EvaluationReport

    func run() throws {
        try AtomicFile.write(text, to: context.directory.modelCard)
    }

    private var text: String {
        let configuration = context.configuration
        let patients = Set(context.groups.codes).count
        let malignant = context.labels.count { $0 == 1 }
        let models =
            configuration.imageModels.map {
                "- \($0.backbone), \($0.size) px, fine-tuned, weights: \(weightName($0.weights))"
            }
            + configuration.frozenEmbeddings.map { "- \($0.backbone), \($0.size) px, frozen embeddings" }
            + (configuration.tabularFeatures ? ["- patient-relative tabular features"] : [])
            + (configuration.pixels.measured ? ["- ABCD criteria measured on the pixels"] : [])
            + ["- LightGBM over all of it, \(configuration.stack.bags) boosters per fold"]
        let notes = context.ledger.record.notes.map { "- \($0)." }
        return """
            # Model card

            **Research use only. Cygnet is not a medical device and gives no diagnosis.** It ranks a patient's lesions so that \
            a clinician can look at the most unusual ones first.

            ## Data

            - \(context.labels.count) lesions, \(malignant) malignant, \(patients) groups by `\(context.ledger.record.groupColumn)`.
            \(context.ledger.record.data.sorted { $0.key < $1.key }.map { "- \($0.key): sha256 \($0.value)" }.joined(separator: "\n"))

            ## Models

            \((models + notes).joined(separator: "\n"))

            ## Out-of-fold scores

            Every lesion is scored by models that never saw its patient. The intervals cover the sampling of patients, not \
            the randomness of training. The stack learns from out-of-fold logits whose models saw other folds of the \
            same labels: the mild second-level leak of all stacking.

            ```
            \(report.textTable)
            ```

            ## Limits

            - Scores on other hospitals and cameras are expected to be lower.
            - The probability is calibrated to this cohort's share of malignant lesions.
            - Evolution over time (the E of ABCDE) is not computed: it needs several visits.

            """
    }

    private func weightName(_ weights: String) -> String {
        weights == "none" || weights == "offline" ? weights : URL(filePath: weights).lastPathComponent
    }
}
