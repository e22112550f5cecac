public import Foundation
public import Networks
import Tensors

/// What to make of a checkpoint's classifier.
public enum ClassifierPolicy: Sendable, Equatable {
    /// It must be there and fit: the weights are a trained model's own.
    case required
    /// It is taken where it fits; one that is absent or has another number of classes leaves the fresh one in place.
    case replaceable
}

extension BackboneVariant {
    /// Loads a safetensors file as timm saves it into the network that `make` built in `store`.
    ///
    /// - Parameter classifier: Nothing but the classifier may be absent, and only where it is replaceable. A network without
    ///   a head drops the classifier in any case.
    /// - Returns: What was loaded, and what was dropped, renamed or resampled, to be shown to the user.
    /// - Throws: `NetworkError` that lists everything missing, unexpected and mis-shaped; then nothing is changed.
    @discardableResult
    public func load(
        _ weights: URL,
        into store: ParameterStore,
        classifier: ClassifierPolicy = .replaceable
    ) throws -> LoadReport {
        try load(Checkpoint(weights), into: store, classifier: classifier)
    }

    /// Loads weights as timm names them into the network that `make` built in `store`; see `load(_:into:classifier:)`.
    @discardableResult
    public func load(
        _ checkpoint: Checkpoint,
        into store: ParameterStore,
        classifier: ClassifierPolicy = .replaceable
    ) throws -> LoadReport {
        try store.load(checkpoint, filter: filter(classifier))
    }

    /// The one place of this family for what may differ between a checkpoint and a network.
    ///
    /// Source: timm `checkpoint_filter_fn` in `models/eva.py`, and `models/_builder.py` for the classifier.
    func filter(_ policy: ClassifierPolicy) -> CheckpointFilter {
        let prefix = classifierPrefix
        let architecture = architecture
        return { checkpoint, store in
            if case .eva02 = architecture { try checkpoint.adaptToEVA02(store) }
            checkpoint.settleClassifier(prefix, store, policy)
        }
    }
}

extension Checkpoint {
    /// An embedding needs no classifier, and a fresh one may stay where the policy allows it.
    fileprivate mutating func settleClassifier(_ prefix: String, _ store: ParameterStore, _ policy: ClassifierPolicy) {
        let own = store.names.filter { $0.hasPrefix(prefix) }
        let found = names.filter { $0.hasPrefix(prefix) }
        if own.isEmpty {
            for name in found { drop(name, because: "embeddings need no classifier") }
        } else if policy == .replaceable, !own.allSatisfy({ shape(of: $0) == store[$0]?.shape }) {
            for name in found { drop(name, because: "the classifier has another number of classes") }
            for name in own { permitAbsence(of: name, because: "the weights bring no classifier that fits") }
        }
    }

    /// Masked-image-modelling checkpoints, the authors' own names, and positions of another input size.
    fileprivate mutating func adaptToEVA02(_ store: ParameterStore) throws {
        for name in names where name.contains("rope") {
            drop(name, because: "rotary tables are computed")
        }
        if contains("mask_token") {
            for name in names where name == "mask_token" || name.hasPrefix("lm_head.") {
                drop(name, because: "of use in pretraining only")
            }
            for name in ["norm.weight", "norm.bias"] { renameUnlessTaken(name, to: "fc_" + name) }
        }
        for name in names { renameUnlessTaken(name, to: Self.timmName(ofEVA02: name, in: store)) }
        if let found = try tensor("pos_embed"), let own = store["pos_embed"],
            let resampled = try resamplePositions(found, to: own.shape)
        {
            let (old, new) = (found.shape[1] - 1, own.shape[1] - 1)
            replace("pos_embed", with: resampled, because: "resampled from \(old) to \(new) patches")
        }
    }

    /// A second tensor of one name would be lost: it keeps its own, and strict loading complains of it.
    private mutating func renameUnlessTaken(_ name: String, to newName: String) {
        if !contains(newName) { rename(name, to: newName) }
    }

    /// timm's name for a tensor of the authors' own EVA-02 checkpoints; other names stay.
    private static func timmName(ofEVA02 name: String, in store: ParameterStore) -> String {
        var name = name
        // In this order: `w12` holds `w1`.
        for (authors, timm) in [
            ("mlp.ffn_ln", "mlp.norm"), ("attn.inner_attn_ln", "attn.norm"), ("mlp.w12", "mlp.fc1"),
            ("mlp.w1", "mlp.fc1_g"), ("mlp.w2", "mlp.fc1_x"), ("mlp.w3", "mlp.fc2"),
        ] {
            name = name.replacingOccurrences(of: authors, with: timm)
        }
        guard store["blocks.0.attn.q_proj.weight"] != nil else { return name }
        return
            name
            .replacingOccurrences(of: "attn.q_bias", with: "attn.q_proj.bias")
            .replacingOccurrences(of: "attn.v_bias", with: "attn.v_proj.bias")
    }
}

/// Stretches learned positions `[1, 1 + grid * grid, width]` to another square grid; the class token's stays.
///
/// Source: timm `layers/pos_embed.py`, `resample_abs_pos_embed`: bicubic with antialiasing.
///
/// - Returns: Nil where the positions fit already, or are not of a square grid and the same width.
private func resamplePositions(_ positions: Tensor, to target: Shape) throws -> Tensor? {
    let shape = positions.shape
    guard shape.count == 3, shape[0] == 1, shape[1] > 1, shape[2] == target[2], shape != target else { return nil }
    let old = Int(Double(shape[1] - 1).squareRoot().rounded())
    let new = Int(Double(target[1] - 1).squareRoot().rounded())
    guard old * old == shape[1] - 1 else { return nil }
    let positions = try positions.to(.float32)
    var grid = try positions.sliced(1, 1..<shape[1]).reshaped([1, old, old, shape[2]])
    grid = try grid.permuted([0, 3, 1, 2]).resized(to: Size2(new, new), .bicubic, antialias: true)
    grid = try grid.permuted([0, 2, 3, 1]).reshaped([1, new * new, shape[2]])
    return try Tensor.concatenate([positions.sliced(1, 0..<1), grid], axis: 1)
}
