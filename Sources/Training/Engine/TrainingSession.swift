import Backbones
import Diagnostics
import Foundation
import Imaging
import Networks
import Randomness
import Storage
import Tensors

/// The network, the optimiser and the state of one fold's training.
struct TrainingSession {
    let trainer: FoldTrainer
    let store: ParameterStore
    let optimizer: AdamW
    let scaler: GradScaler
    /// The running average of the weights, where one is kept: what is scored and saved as the best.
    let average: WeightAverage?
    private let variant: BackboneVariant
    private let network: any Backbone
    private let schedule: LearningRateSchedule
    private let loss: FocalLoss
    private let rates: LearningRates
    private let groupRates: [Double]
    private let seed: UInt64
    /// What was changed in the pretrained weights' names and shapes to load them, a sentence each.
    let loadActions: [String]
    let monitor: Monitor
    let stepsPerEpoch: Int
    var state: TrainingState
    private var norms: [Double] = []

    init(trainer: FoldTrainer, labels: [Int], split: InnerSplit) throws {
        self.trainer = trainer
        let configuration = trainer.configuration
        seed = SeededGenerator.derived(seed: trainer.seed, keys: 0x666F_6C64, UInt64(trainer.fold))
        var variant = try BackboneRegistry.variant(named: configuration.backbone)
        variant.dropPathRate = configuration.dropPath
        self.variant = variant
        store = try ParameterStore(seed: seed, device: trainer.runtime.device)
        network = try variant.make(store.root, classes: 1, inputSize: configuration.size)
        if let weights = trainer.weights {
            loadActions = try variant.load(weights, into: store).actions
        } else {
            loadActions = []
        }
        rates = LearningRates(variant, configuration, isPretrained: trainer.weights != nil)
        optimizer = try AdamW(groups: rates.groups(of: store))
        groupRates = optimizer.groups.map(\.learningRate)
        scaler = try GradScaler(enabled: trainer.runtime.precision == .float16, device: trainer.runtime.device)
        average = configuration.averageDecay > 0 ? try WeightAverage(store, decay: configuration.averageDecay) : nil
        loss = FocalLoss(alpha: configuration.focalAlpha, gamma: configuration.focalGamma)
        let sampler = try BalancedBatchSampler(
            rows: split.training,
            labels: labels,
            batchSize: configuration.batchSize,
            malignantShare: configuration.malignantShare,
            seed: seed
        )
        stepsPerEpoch = configuration.stepsPerEpoch > 0 ? configuration.stepsPerEpoch : sampler.defaultStepsPerEpoch
        let updatesPerEpoch = (stepsPerEpoch + configuration.accumulation - 1) / configuration.accumulation
        let updates = updatesPerEpoch * configuration.epochs
        schedule = LearningRateSchedule(
            warmupSteps: Int((Double(updates) * configuration.warmUpShare).rounded()),
            totalSteps: updates
        )
        monitor = Monitor(malignant: split.inner.count { labels[$0] == 1 })
        state = TrainingState(
            inputs: trainer.inputs,
            epochs: 0,
            steps: 0,
            updates: 0,
            averagedSteps: 0,
            sampler: sampler,
            stopping: EarlyStopping(patience: configuration.patience),
            isFinished: false,
            history: []
        )
    }

    /// The seed of everything random in the running epoch.
    var epochSeed: UInt64 { SeededGenerator.derived(seed: seed, keys: 0x6570_6F63_68, UInt64(state.epochs)) }

    /// The factor of the gradient scaler; 1 where it is not needed.
    var gradientScale: Double {
        get throws { try scaler.scale }
    }

    private var freezesBackbone: Bool { state.epochs < trainer.configuration.frozenEpochs }

    /// Scores crops with the weights that are kept: the averages where there are any.
    func logits(_ crops: CropSupply, rows: [Int], runtime: TrainingRuntime) throws -> [Float] {
        let scorer = CropScorer(
            network: network,
            preprocessing: variant.preprocessing,
            size: trainer.configuration.size,
            views: [.identity],
            runtime: runtime
        )
        let score = { try scorer.scores(crops, rows: rows).logits }
        return try average?.withAverages(score) ?? score()
    }

    // MARK: - Steps

    /// Prepares the running epoch: the backbone learns or is frozen.
    mutating func beginEpoch() throws {
        let freezes = freezesBackbone
        let variant = variant
        try store.clearGradients()
        try store.setTrainable { !freezes || variant.group(of: $0) == .head }
        norms = []
    }

    /// The batches of `plan`, made ahead, as the backbone reads them.
    func feed(_ crops: CropSupply, plan: [[Int]]) throws -> PixelFeed {
        try PixelFeed(
            crops,
            plan: plan,
            preparation: CropPreparation(
                size: trainer.configuration.size,
                augmentation: Augmentation(trainer.configuration.augmentation),
                seed: epochSeed,
                workers: trainer.runtime.threads
            ),
            preprocessing: variant.preprocessing
        )
    }

    /// Trains on the batch number `position` of the epoch, pixels `[N, 3, H, W]`, and returns its loss.
    ///
    /// The optimiser steps once every `accumulation` batches and after the last, on the mean of their gradients.
    mutating func step(
        pixels: Tensor,
        targets: [Float],
        position: Int,
        context: ForwardContext,
        runtime: TrainingRuntime
    ) throws -> Double {
        let configuration = trainer.configuration
        var pixels = pixels
        var targets = LabelSmoothing.smoothed(targets, by: configuration.labelSmoothing)
        var generator = SeededGenerator(seed: epochSeed, keys: 0x6D69_78, UInt64(position))
        if let mixup = Mixup(strength: configuration.mixup, generator: &generator) {
            (pixels, targets) = (try mixup(pixels), mixup(targets))
        }
        let logits = try runtime.forward {
            let embeddings = try network.embed(pixels, context)
            return try network.classify(Dropout(configuration.dropout)(embeddings, context), context)
        }
        let value = try loss(logits.flattened(), Tensor(targets, on: runtime.device))
        let number = try value.item()
        guard number.isFinite || scaler.isEnabled else { return number }
        let first = position - position % configuration.accumulation
        let count = min(configuration.accumulation, stepsPerEpoch - first)
        try scaler.scale(count == 1 ? value : value / Double(count)).backward()
        state.steps += 1
        if position == first + count - 1 { try update() }
        return number
    }

    /// Takes one step of the optimiser on the accumulated gradients.
    private mutating func update() throws {
        try scaler.unscale(optimizer)
        let norm = try clipGradientNorm(optimizer.gradients, maximum: trainer.configuration.gradientClip)
        if norm.isFinite { norms.append(norm) }
        let factor = schedule.factor(at: state.updates)
        for index in optimizer.groups.indices { optimizer.groups[index].learningRate = groupRates[index] * factor }
        if try scaler.step(optimizer) { try average?.update() }
        try scaler.update()
        try store.clearGradients()
        state.updates += 1
    }

    // MARK: - The end of an epoch

    /// Notes what the epoch came to and saves everything.
    mutating func finishEpoch(loss: Double, labels: [Int], logits: [Float], collapse: CollapseGuard) throws -> Bool {
        let scores = logits.map(Double.init)
        let (auc, partial) = try (
            Monitor.auc.value(labels: labels, scores: scores), Monitor.partialAUC.value(labels: labels, scores: scores)
        )
        let value = monitor == .auc ? auc : partial
        let hasFallen = collapse.hasFallenToChance(value: value, best: state.stopping.best ?? 0, monitor: monitor)
        let isBest = state.stopping.observe(value)
        let keepsLast = trainer.configuration.kept == .last
        let factor = schedule.factor(at: max(0, state.updates - 1))
        let metrics = EpochMetrics(
            epoch: state.epochs,
            steps: state.steps,
            loss: loss,
            gradientNorm: norms.isEmpty ? nil : norms.reduce(0, +) / Double(norms.count),
            auc: auc,
            partialAUC: partial,
            monitor: monitor,
            value: value,
            isBest: isBest,
            learningRate: rates.rate(of: .head) * factor,
            backboneLearningRate: freezesBackbone ? 0 : rates.rate(of: .backbone) * factor,
            benignCoverage: state.sampler.benignCoverage,
            malignantPasses: state.sampler.malignantPasses,
            gradientScale: try scaler.scale,
            skippedSteps: scaler.skippedSteps
        )
        state.history.append(metrics)
        state.epochs += 1
        state.isFinished = state.epochs == trainer.configuration.epochs
        if !keepsLast { state.isFinished = state.isFinished || hasFallen || state.stopping.shouldStop }
        try save(keepsWeights: keepsLast || isBest)
        return hasFallen && !keepsLast
    }

    /// A line about the last epoch.
    func lastEpochLine(place: String) -> String {
        guard let last = state.history.last else { return place }
        return String(
            format: "%@ epoch %d: loss %.4f, inner %@ %.4f%@",
            place,
            last.epoch + 1,
            last.loss,
            last.monitor.rawValue,
            last.value,
            last.isBest ? " (best)" : ""
        )
    }
}
