import Diagnostics
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@testable import Backbones

@Suite struct BackboneRegistryTests {
    /// Names and shapes of timm's state dicts with a thousand classes.
    static let stateDicts: [String: [String: [Int]]] = {
        let url = Places.fixture("Backbones/state_dicts.json")
        return (try? JSONDecoder().decode([String: [String: [Int]]].self, from: Data(contentsOf: url))) ?? [:]
    }()

    @Test func `every variant is found by its name, and by its name with a tag of weights`() throws {
        for variant in BackboneRegistry.variants {
            #expect(try BackboneRegistry.variant(named: variant.name) == variant)
            #expect(try BackboneRegistry.variant(named: variant.name + ".some_weights") == variant)
        }
    }

    @Test func `an unknown name is an error that lists the known ones`() {
        let error = #expect(throws: BackboneError.self) { try BackboneRegistry.variant(named: "resnet50") }
        #expect(error?.description.contains("convnextv2_nano") == true)
    }

    @Test(arguments: [
        ("eva02_tiny_patch14_224", 192), ("eva02_base_patch14_224", 768), ("convnextv2_atto", 320),
        ("convnextv2_nano", 640), ("tf_efficientnet_lite0", 1280),
    ])
    func `embeddings have the length of timm's`(name: String, count: Int) throws {
        #expect(try BackboneRegistry.variant(named: name).featureCount == count)
    }

    @Test func `preprocessing is the backbone's own`() throws {
        #expect(try BackboneRegistry.variant(named: "eva02_base_patch14_224").preprocessing == .clip)
        #expect(try BackboneRegistry.variant(named: "convnextv2_nano").preprocessing == .imageNet)
        #expect(try BackboneRegistry.variant(named: "tf_efficientnet_lite0").preprocessing.mean == [0.5, 0.5, 0.5])
    }

    @Test(arguments: BackboneRegistry.variants.map(\.name))
    func `the names and shapes of all parameters are timm's`(name: String) throws {
        let variant = try BackboneRegistry.variant(named: name)
        let expected = try #require(Self.stateDicts[name])
        let store = try ParameterStore(seed: 1)
        _ = try variant.make(store.root, classes: 1000)
        let actual = Dictionary(uniqueKeysWithValues: store.entries.map { ($0.name, $0.tensor.shape) })
        #expect(Set(actual.keys).symmetricDifference(expected.keys).sorted() == [])
        for (parameter, shape) in expected { #expect(actual[parameter] == shape, "\(parameter)") }
    }

    @Test(arguments: BackboneRegistry.variants.map(\.name))
    func `the head group holds the classifier and nothing else`(name: String) throws {
        let variant = try BackboneRegistry.variant(named: name)
        let names = try #require(Self.stateDicts[name]).keys
        let head = names.filter { variant.group(of: $0) == .head }
        #expect(Set(head) == [variant.classifierPrefix + "weight", variant.classifierPrefix + "bias"])
    }

    @Test func `weight decay spares biases, norms, the class token and the positions`() throws {
        let variant = try BackboneRegistry.variant(named: "eva02_tiny_patch14_224")
        #expect(variant.decays("blocks.0.attn.proj.weight", shape: [192, 192]))
        #expect(!variant.decays("blocks.0.attn.proj.bias", shape: [192]))
        #expect(!variant.decays("pos_embed", shape: [1, 257, 192]))
        #expect(!variant.decays("cls_token", shape: [1, 1, 192]))
    }

    @Test(arguments: BackboneRegistry.variants.map(\.name))
    func `an input that is too small is an error that names the smallest`(name: String) throws {
        let variant = try BackboneRegistry.variant(named: name)
        let error = #expect(throws: BackboneError.self) {
            try variant.make(ParameterStore(seed: 1).root, classes: 0, inputSize: variant.smallestInputSize - 1)
        }
        #expect(error?.description.contains("\(variant.smallestInputSize) pixels") == true)
    }
}
