import Backbones
import Networks
import Tensors

/// Which parameter learns how fast: the head, a backbone that is gentler when pretrained, and within it layer by layer.
struct LearningRates {
    private let variant: BackboneVariant
    private let configuration: ImageModelConfiguration
    private let isPretrained: Bool

    init(_ variant: BackboneVariant, _ configuration: ImageModelConfiguration, isPretrained: Bool) {
        self.variant = variant
        self.configuration = configuration
        self.isPretrained = isPretrained
    }

    /// The learning rate of a parameter before the schedule.
    ///
    /// A layer's rate is that of the layer behind it times `layerDecay` (timm `param_groups_layer_decay`).
    func rate(of parameter: String) -> Double {
        let layersBehind = variant.layerCount - 1 - variant.layer(of: parameter)
        let scale = (0..<layersBehind).reduce(1.0) { scale, _ in scale * configuration.layerDecay }
        return rate(of: variant.group(of: parameter)) * scale
    }

    /// The learning rate of a group before the schedule and before layer-wise decay.
    func rate(of group: LayerGroup) -> Double {
        switch group {
        case .backbone where isPretrained: configuration.backboneLearningRate
        case .backbone, .head: configuration.headLearningRate
        }
    }

    /// The parameters of one rate and one weight decay together, in the order of the store.
    func groups(of store: ParameterStore) -> [ParameterGroup] {
        struct Key: Hashable {
            let group: LayerGroup
            let layer: Int
            let decays: Bool
        }
        var order: [Key] = []
        var members: [Key: [ParameterStore.Entry]] = [:]
        for entry in store.parameters {
            let key = Key(
                group: variant.group(of: entry.name),
                layer: configuration.layerDecay == 1 ? 0 : variant.layer(of: entry.name),
                decays: variant.decays(entry.name, shape: entry.tensor.shape)
            )
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(entry)
        }
        return order.compactMap { key in
            guard let parameters = members[key], let first = parameters.first else { return nil }
            return ParameterGroup(
                key.group.rawValue,
                parameters: parameters,
                learningRate: rate(of: first.name),
                weightDecay: key.decays ? configuration.weightDecay : 0
            )
        }
    }
}
