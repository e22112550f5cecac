/// The two groups of parameters that learn at different rates.
public enum LayerGroup: String, Codable, Sendable, CaseIterable {
    /// What pretrained weights bring.
    case backbone
    /// The classifier, which always starts fresh.
    case head
}

extension BackboneVariant {
    /// What the names of the classifier's parameters start with.
    public var classifierPrefix: String {
        switch architecture {
        case .eva02: "head."
        case .convNeXtV2: "head.fc."
        case .efficientNetLite: "classifier."
        }
    }

    /// Returns the group of a parameter.
    public func group(of parameter: String) -> LayerGroup {
        parameter.hasPrefix(classifierPrefix) ? .head : .backbone
    }

    /// Returns whether weight decay applies to a parameter: not to biases, norms, class token and positions.
    ///
    /// Source: timm `optim/_param_groups.py` and `Eva.no_weight_decay`.
    public func decays(_ parameter: String, shape: [Int]) -> Bool {
        shape.count > 1 && !["cls_token", "pos_embed"].contains(parameter)
    }
}
