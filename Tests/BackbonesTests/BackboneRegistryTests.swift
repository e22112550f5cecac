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

    /// What timm says of a variant.
    struct Description: Decodable {
        let input_size: [Int]
        let mean: [Float]
        let std: [Float]
        let features: Int
        let layers: [String: Int]?
    }

    static let descriptions: [String: Description] = {
        let url = Places.fixture("Backbones/variants.json")
        return (try? JSONDecoder().decode([String: Description].self, from: Data(contentsOf: url))) ?? [:]
    }()

    @Test func `the variants are those of the fixtures, each once`() {
        #expect(BackboneRegistry.variants.map(\.name).sorted() == Self.descriptions.keys.sorted())
        #expect(Self.descriptions.count == 13)
    }

    @Test(arguments: BackboneRegistry.variants.map(\.name))
    func `preprocessing and the length of embeddings are timm's`(name: String) throws {
        let variant = try BackboneRegistry.variant(named: name)
        let expected = try #require(Self.descriptions[name])
        let preprocessing = variant.preprocessing
        #expect([3, preprocessing.inputSize, preprocessing.inputSize] == expected.input_size)
        #expect(preprocessing.mean == expected.mean)
        #expect(preprocessing.standardDeviation == expected.std)
        #expect(variant.featureCount == expected.features)
    }

    @Test(arguments: descriptions.filter { $0.value.layers != nil }.keys.sorted())
    func `every parameter is in timm's layer`(name: String) throws {
        let variant = try BackboneRegistry.variant(named: name)
        let layers = try #require(Self.descriptions[name]?.layers)
        #expect(layers.count > 100)
        for (parameter, layer) in layers { #expect(variant.layer(of: parameter) == layer, "\(parameter)") }
        #expect(layers.values.max() == variant.layerCount - 1)
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
