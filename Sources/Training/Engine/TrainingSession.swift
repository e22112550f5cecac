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
    private let trainer: FoldTrainer
    private let variant: BackboneVariant
    private let store: ParameterStore
    private let network: any Backbone
    private let optimizer: AdamW
    private let scaler: GradScaler
    private let schedule: LearningRateSchedule
    private let loss: FocalLoss
    private let learningRates: [LayerGroup: Double]
    private let seed: UInt64
    /// What was changed in the pretrained weights' names and shapes to load them, a sentence each.
    let loadActions: [String]
    let monitor: Monitor
    let stepsPerEpoch: Int
    var state: TrainingState

    init(trainer: FoldTrainer, labels: [Int], split: InnerSplit) throws {
        self.trainer = trainer
        let configuration = trainer.configuration
        seed = SeededGenerator.derived(seed: trainer.seed, keys: 0x666F_6C64, UInt64(trainer.fold))
        variant = try BackboneRegistry.variant(named: configuration.backbone)
        store = try ParameterStore(seed: seed, device: trainer.runtime.device)
        network = try variant.make(store.root, classes: 1, inputSize: configuration.size)
        if let weights = trainer.weights {
            loadActions = try variant.load(weights, into: store).actions
        } else {
            loadActions = []
        }
        learningRates = Self.learningRates(configuration, isPretrained: trainer.weights != nil)
        optimizer = try AdamW(groups: Self.parameterGroups(store, variant, configuration, rates: learningRates))
        scaler = try GradScaler(enabled: trainer.runtime.precision == .float16, device: trainer.runtime.device)
        loss = FocalLoss(alpha: configuration.focalAlpha, gamma: configuration.focalGamma)
        let sampler = try BalancedBatchSampler(
            rows: split.training,
            labels: labels,
            batchSize: configuration.batchSize,
            seed: seed
        )
        stepsPerEpoch = configuration.stepsPerEpoch > 0 ? configuration.stepsPerEpoch : sampler.defaultStepsPerEpoch
        let steps = stepsPerEpoch * configuration.epochs
        schedule = LearningRateSchedule(
            warmupSteps: Int((Double(steps) * configuration.warmUpShare).rounded()),
            totalSteps: steps
        )
        monitor = Monitor(malignant: split.inner.count { labels[$0] == 1 })
        state = TrainingState(
            inputs: trainer.inputs,
            epochs: 0,
            steps: 0,
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

    /// The network as a scorer of crops.
    func scorer(views: [TestTimeView], runtime: TrainingRuntime) -> CropScorer {
        CropScorer(
            network: network,
            preprocessing: variant.preprocessing,
            size: trainer.configuration.size,
            views: views,
            runtime: runtime
        )
    }

    /// Trains on one batch and returns its loss.
    mutating func step(
        images: [RGBImage],
        targets: [Float],
        context: ForwardContext,
        runtime: TrainingRuntime
    ) throws -> Double {
        let configuration = trainer.configuration
        let pixels = try PixelBatch.tensor(
            images.map(\.pixels),
            width: configuration.size,
            height: configuration.size,
            preprocessing: variant.preprocessing,
            device: runtime.device
        )
        let logits = try runtime.forward {
            let embeddings = try network.embed(pixels, context)
            return try network.classify(Dropout(configuration.dropout)(embeddings, context), context)
        }
        let value = try loss(logits.flattened(), Tensor(targets, shape: [targets.count]).to(runtime.device))
        let number = try value.item()
        guard number.isFinite || scaler.isEnabled else { return number }
        try store.clearGradients()
        try scaler.scale(value).backward()
        try scaler.unscale(optimizer)
        try clipGradientNorm(optimizer.gradients, maximum: configuration.gradientClip)
        let factor = schedule.factor(at: state.steps)
        for index in optimizer.groups.indices {
            let group = LayerGroup(rawValue: optimizer.groups[index].name) ?? .backbone
            optimizer.groups[index].learningRate = (learningRates[group] ?? 0) * factor
        }
        try scaler.step(optimizer)
        try scaler.update()
        state.steps += 1
        return number
    }

    /// Notes what the epoch came to and saves everything.
    mutating func finishEpoch(loss: Double, value: Double, stops: Bool) throws {
        let isBest = state.stopping.observe(value)
        state.history.append(
            EpochMetrics(
                epoch: state.epochs,
                loss: loss,
                monitor: monitor,
                value: value,
                isBest: isBest,
                learningRate: trainer.configuration.headLearningRate * schedule.factor(at: max(0, state.steps - 1)),
                benignCoverage: state.sampler.benignCoverage,
                malignantPasses: state.sampler.malignantPasses,
                gradientScale: try scaler.scale,
                skippedSteps: scaler.skippedSteps
            )
        )
        state.epochs += 1
        state.isFinished = stops || state.stopping.shouldStop || state.epochs == trainer.configuration.epochs
        try save(isBest: isBest)
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

    // MARK: - Parameter groups

    /// Differential learning rates: a pretrained backbone learns gently, a fresh one as fast as the head.
    private static func learningRates(
        _ configuration: ImageModelConfiguration,
        isPretrained: Bool
    ) -> [LayerGroup: Double] {
        [
            .backbone: isPretrained ? configuration.backboneLearningRate : configuration.headLearningRate,
            .head: configuration.headLearningRate,
        ]
    }

    private static func parameterGroups(
        _ store: ParameterStore,
        _ variant: BackboneVariant,
        _ configuration: ImageModelConfiguration,
        rates: [LayerGroup: Double]
    ) -> [ParameterGroup] {
        LayerGroup.allCases.flatMap { group in
            [true, false].map { decays in
                let parameters = store.parameters.filter {
                    variant.group(of: $0.name) == group && variant.decays($0.name, shape: $0.tensor.shape) == decays
                }
                return ParameterGroup(
                    group.rawValue,
                    parameters: parameters,
                    learningRate: rates[group] ?? 0,
                    weightDecay: decays ? configuration.weightDecay : 0
                )
            }
        }
    }

    // MARK: - Checkpoints

    /// Saves the best weights first and the state last: whatever a killed process leaves can be continued.
    private mutating func save(isBest: Bool) throws {
        state.scaler = try scaler.state()
        let files = trainer.folder
        if isBest { try store.save(to: files.appending(path: FoldFiles.best)) }
        let json = String(decoding: try JSONFile.data(state), as: UTF8.self)
        let tensors =
            store.namedTensors.map { (name: Self.modelPrefix + $0.name, tensor: $0.tensor) }
            + optimizer.state().map { (name: Self.optimizerPrefix + $0.name, tensor: $0.tensor) }
        try Safetensors.write(
            tensors,
            metadata: [Self.stateKey: json],
            to: files.appending(path: FoldFiles.last)
        )
        try AtomicFile.write(json, to: files.appending(path: FoldFiles.state))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let lines = try state.history.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try AtomicFile.write(lines.joined(), to: files.appending(path: FoldFiles.metrics))
    }

    /// Continues from the last finished epoch; returns whether there was one of the same inputs.
    mutating func restore(progress: Diagnostics.Progress) throws -> Bool {
        let url = trainer.folder.appending(path: FoldFiles.last)
        guard FileManager.default.fileExists(atPath: url.path) else { return false }
        let file = try SafetensorsFile(url)
        guard let json = file.metadata[Self.stateKey],
            let saved = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8)),
            saved.inputs == trainer.inputs
        else {
            progress(.message("\(trainer.folder.lastPathComponent): the checkpoint is of other inputs; training anew"))
            return false
        }
        var parameters: [NamedTensor] = []
        var moments: [String: Tensor] = [:]
        for name in file.names {
            if name.hasPrefix(Self.modelPrefix) {
                parameters.append((String(name.dropFirst(Self.modelPrefix.count)), try file.tensor(name)))
            } else if name.hasPrefix(Self.optimizerPrefix) {
                moments[String(name.dropFirst(Self.optimizerPrefix.count))] = try file.tensor(name)
            }
        }
        try store.load(Checkpoint(parameters, origin: url.relativePath))
        try optimizer.restore(moments)
        if let scalerState = saved.scaler { try scaler.restore(scalerState) }
        state = saved
        return true
    }

    private static let modelPrefix = "model."
    private static let optimizerPrefix = "optimizer."
    private static let stateKey = "state"
}
