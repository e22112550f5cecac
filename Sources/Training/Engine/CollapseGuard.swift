import Diagnostics

/// Stops a training that has collapsed, with the reason and the remedy.
struct CollapseGuard {
    /// The place for messages: backbone and fold.
    let place: String

    /// Checks the loss of a batch.
    func check(loss: Double, step: Int) throws {
        guard !loss.isFinite else { return }
        throw TrainingError(
            Problem(
                "the loss is not a number",
                at: "\(place), step \(step)",
                found: "\(loss)",
                remedy: "Lower head_learning_rate, or train with --precision float32"
            ),
            category: .failure
        )
    }

    /// Checks the scores after an epoch: a network that gives every lesion the same score has learned nothing.
    func check(logits: [Float], epoch: Int) throws {
        guard let first = logits.first else { return }
        guard logits.allSatisfy(\.isFinite) else {
            throw TrainingError(
                Problem(
                    "a score is not a number",
                    at: "\(place), epoch \(epoch)",
                    remedy: "Lower head_learning_rate, or train with --precision float32"
                ),
                category: .failure
            )
        }
        guard logits.count > 1, logits.allSatisfy({ $0 == first }) else { return }
        throw TrainingError(
            Problem(
                "every lesion has the same score",
                at: "\(place), epoch \(epoch)",
                found: "\(first)",
                remedy: "Lower head_learning_rate or weight_decay, or check that the crops differ"
            ),
            category: .failure
        )
    }

    /// Checks the gradient scaler: a factor that fell this low means that every step overflows.
    func check(scale: Double, step: Int) throws {
        guard scale < 0x1p-14 else { return }
        throw TrainingError(
            Problem(
                "the gradients overflow at any scale",
                at: "\(place), step \(step)",
                found: "a scale of \(scale)",
                remedy: "Train with --precision bfloat16 or float32"
            ),
            category: .failure
        )
    }

    /// Whether a model that had learned fell back to guessing.
    func hasFallenToChance(value: Double, best: Double, monitor: Monitor) -> Bool {
        switch monitor {
        case .auc: best >= 0.65 && value <= 0.5
        case .partialAUC: best >= 0.06 && value <= 0.02
        }
    }
}
