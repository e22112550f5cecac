import Diagnostics
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@testable import Backbones

@Suite struct CheckpointTests {
    private static let eva02 = TimmParityTests.cases[0].variant
    private static let lite = TimmParityTests.cases[6].variant

    private func load(
        _ weights: [String: Tensor],
        into variant: BackboneVariant,
        classes: Int,
        inputSize: Int = 42,
        classifier: ClassifierPolicy = .required
    ) throws -> (store: ParameterStore, actions: [String]) {
        let store = try ParameterStore(seed: 1)
        _ = try variant.make(store.root, classes: classes, inputSize: inputSize)
        return (store, try variant.load(Checkpoint(weights), into: store, classifier: classifier).actions)
    }

    @Test func `a checkpoint that fits needs no action`() throws {
        let weights = try Golden("eva02_fused").weights
        let (store, actions) = try load(weights, into: Self.eva02, classes: 3)
        #expect(actions.isEmpty)
        for (name, tensor) in weights {
            let loaded = try #require(store[name])
            #expect(try loaded.isEqual(to: tensor), "\(name)")
        }
    }

    @Test func `everything that is wrong stands in one error`() throws {
        var weights = try Golden("eva02_fused").weights
        weights["blocks.0.norm1.weight"] = nil
        weights["blocks.2.attn.q_bias"] = try Tensor([1, 2, 3] as [Float])
        weights["blocks.7.norm1.weight"] = try Tensor([1, 2, 3] as [Float])
        let error = #expect(throws: NetworkError.self) { try load(weights, into: Self.eva02, classes: 3) }
        for name in ["blocks.0.norm1.weight", "blocks.2.attn.q_bias", "blocks.7.norm1.weight"] {
            #expect(error?.description.contains(name) == true, "\(name)")
        }
        #expect(error?.category == .badData)
    }

    @Test func `the weights of another architecture are refused`() throws {
        let weights = try Golden("convnextv2").weights
        #expect(throws: NetworkError.self) { try load(weights, into: Self.eva02, classes: 3) }
    }

    @Test func `without a head the classifier is dropped, and said so`() throws {
        let (_, actions) = try load(Golden("eva02_fused").weights, into: Self.eva02, classes: 0)
        #expect(actions.count == 2)
        #expect(actions.allSatisfy { $0.contains("dropped head.") })
    }

    @Test func `a classifier of other classes stays fresh where that is allowed, and is an error where not`() throws {
        let weights = try Golden("eva02_fused").weights
        let (store, actions) = try load(weights, into: Self.eva02, classes: 1, classifier: .replaceable)
        #expect(store["head.weight"]?.shape == [1, 24])
        #expect(actions.filter { $0.contains("dropped head.") }.count == 2)
        #expect(actions.filter { $0.contains("kept the initial head.") }.count == 2)
        #expect(throws: NetworkError.self) { try load(weights, into: Self.eva02, classes: 1) }
    }

    @Test func `an absent classifier stays fresh where that is allowed`() throws {
        let weights = try Golden("eva02_fused").weights.filter { !$0.key.hasPrefix("head.") }
        let (_, actions) = try load(weights, into: Self.eva02, classes: 1, classifier: .replaceable)
        #expect(actions.count == 2)
        #expect(throws: NetworkError.self) { try load(weights, into: Self.eva02, classes: 1) }
    }

    @Test func `a masked-image-modelling checkpoint keeps its last norm and loses its mask token`() throws {
        let golden = try Golden("eva02_fused").weights
        var weights = golden
        for part in ["weight", "bias"] {
            weights["norm.\(part)"] = weights.removeValue(forKey: "fc_norm.\(part)")
            weights["lm_head.\(part)"] = try Tensor([0] as [Float])
        }
        weights["mask_token"] = try Tensor.zeros([1, 1, 24])
        let (store, actions) = try load(weights, into: Self.eva02, classes: 3)
        let (norm, expected) = (try #require(store["fc_norm.weight"]), try #require(golden["fc_norm.weight"]))
        #expect(try norm.isEqual(to: expected))
        #expect(actions.contains { $0.contains("mask_token") })
        #expect(actions.count == 5)
    }

    @Test func `a final norm without a mask token is not taken for another`() throws {
        var weights = try Golden("eva02_fused").weights
        weights["norm.weight"] = weights.removeValue(forKey: "fc_norm.weight")
        #expect(throws: NetworkError.self) { try load(weights, into: Self.eva02, classes: 3) }
    }

    @Test func `the authors' own names are read`() throws {
        let variant = TimmParityTests.cases[1].variant
        let golden = try Golden("eva02_split").weights
        var weights: [String: Tensor] = ["rope.freqs_cos": try Tensor([1] as [Float])]
        for (name, tensor) in golden {
            var name = name
            for (timm, authors) in [
                ("mlp.norm", "mlp.ffn_ln"), ("mlp.fc1_g", "mlp.w1"), ("mlp.fc1_x", "mlp.w2"), ("mlp.fc2", "mlp.w3"),
                ("q_proj.bias", "q_bias"), ("v_proj.bias", "v_bias"),
            ] {
                name.replace(timm, with: authors)
            }
            weights[name] = tensor
        }
        let (store, _) = try load(weights, into: variant, classes: 3)
        for (name, tensor) in golden {
            let loaded = try #require(store[name])
            #expect(try loaded.isEqual(to: tensor), "\(name)")
        }
    }

    @Test func `positions are resampled to another input size, and said so`() throws {
        let (store, actions) = try load(
            Golden("eva02_fused").weights,
            into: Self.eva02,
            classes: 3,
            inputSize: 70
        )
        #expect(store["pos_embed"]?.shape == [1, 26, 24])
        #expect(actions.first?.contains("9 to 25 patches") == true)
    }

    @Test func `the counters of batch norm may be absent`() throws {
        let weights = try Golden("efficientnet_lite").weights.filter { !$0.key.hasSuffix("num_batches_tracked") }
        let (store, _) = try load(weights, into: Self.lite, classes: 3)
        #expect(store["bn1.num_batches_tracked"] != nil)
    }

    @Test func `weights survive writing and reading`() throws {
        let golden = try Golden("efficientnet_lite").weights
        let (store, _) = try load(golden, into: Self.lite, classes: 3)
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "model.safetensors")
            try store.save(to: file)
            let saved = try Safetensors.read(file)
            #expect(Set(saved.keys) == Set(golden.keys))
        }
    }
}
