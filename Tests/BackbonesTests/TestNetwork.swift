import Networks
import Tensors

@testable import Backbones

/// A network with loaded weights.
struct TestNetwork {
    let store: ParameterStore
    let backbone: any Backbone

    init(_ variant: BackboneVariant, classes: Int, inputSize: Int, weights: Checkpoint) throws {
        store = try ParameterStore(seed: 1)
        backbone = try variant.make(store.root, classes: classes, inputSize: inputSize)
        try variant.load(weights, into: store, classifier: .required)
    }
}
