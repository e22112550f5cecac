import Backbones
import Diagnostics
import Foundation
import Imaging
import Networks
import Randomness
import Storage
import Tensors

/// Fine-tunes one backbone for one fold.
///
/// After every epoch all that continuing needs is saved, so a training that was ended anywhere goes on from its last
/// finished epoch with the same bits as an undisturbed one.
struct FoldTrainer {
    let configuration: ImageModelConfiguration
    let weights: URL?
    let seed: UInt64
    let inputs: String
    let fold: Int
    let folder: URL
    let runtime: TrainingRuntime

    private var place: String { "\(configuration.backbone) fold \(fold)" }

    /// Trains until early stopping or the last epoch; returns at once where the training is finished already.
    ///
    /// - Parameter crops: The crops, without their margins where the configuration cuts them off.
    func train(on crops: CropSupply, labels: [Int], split: InnerSplit, progress: Diagnostics.Progress) throws {
        try Folder.create(folder)
        var session = try TrainingSession(trainer: self, labels: labels, split: split)
        if try session.restore(progress: progress), session.state.isFinished { return }
        for action in session.loadActions { progress(.message("\(place): \(action)")) }
        let innerLabels = split.inner.map { labels[$0] }
        let collapse = CollapseGuard(place: place)
        while !session.state.isFinished {
            let epoch = session.state.epochs
            let loss = try trainEpoch(&session, crops: crops, labels: labels, collapse: collapse, progress: progress)
            let logits = try session.logits(crops, rows: split.inner, runtime: runtime)
            try collapse.check(logits: logits, epoch: epoch)
            if try session.finishEpoch(loss: loss, labels: innerLabels, logits: logits, collapse: collapse) {
                progress(
                    .warning(
                        "\(place): the scores fell back to chance at epoch \(epoch); its best epoch is kept. "
                            + "Lower head_learning_rate"
                    )
                )
            }
            progress(.message(session.lastEpochLine(place: place)))
        }
    }

    /// What to say where the model waited for crops for more than half of an epoch.
    private func starvation(waited: Duration, of total: Duration) -> String? {
        let share = waited / total
        guard share > 0.5 else { return nil }
        return "the model waited for crops \(Int((share * 100).rounded())) % of the time. "
            + "Copy the crops to a faster disk, or give more --threads"
    }

    private func trainEpoch(
        _ session: inout TrainingSession,
        crops: CropSupply,
        labels: [Int],
        collapse: CollapseGuard,
        progress: Diagnostics.Progress
    ) throws -> Double {
        let steps = session.stepsPerEpoch
        let stage = "train \(place) epoch \(session.state.epochs + 1)/\(configuration.epochs)"
        progress(.started(stage: stage, total: steps, unit: "batches"))
        let plan = (0..<steps).map { _ in session.state.sampler.next() }
        let start = ContinuousClock.now
        try session.beginEpoch()
        let feed = try session.feed(crops, plan: plan)
        defer { feed.stop() }
        let generator = try TorchGenerator(seed: session.epochSeed, device: runtime.device)
        let context = ForwardContext(
            training: true,
            generator: generator,
            updatesBatchStatistics: !configuration.freezesBatchNormalisation
        )
        var total = 0.0
        for step in 0..<steps {
            guard let batch = try feed.next() else { break }
            let loss = try session.step(
                pixels: batch.pixels,
                targets: batch.rows.map { Float(labels[$0]) },
                position: step,
                context: context,
                runtime: runtime
            )
            try collapse.check(loss: loss, step: session.state.steps)
            try collapse.check(scale: session.gradientScale, step: session.state.steps)
            total += loss
            progress(
                .advanced(
                    stage: stage,
                    completed: step + 1,
                    note: String(format: "loss %.4f", total / Double(step + 1))
                )
            )
        }
        progress(.finished(stage: stage, summary: String(format: "loss %.4f", total / Double(steps))))
        if session.state.epochs == 0, let hint = starvation(waited: feed.waited, of: ContinuousClock.now - start) {
            progress(.warning("\(place): \(hint)"))
        }
        return total / Double(steps)
    }
}
