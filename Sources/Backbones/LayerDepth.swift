extension BackboneVariant {
    /// How many layers `layer(of:)` tells apart: the stem, the blocks one by one, and what follows them.
    public var layerCount: Int { blockCount + 2 }

    /// The layer of a parameter, from 0 at the pixels to `layerCount - 1` at the head, for layer-wise learning rates.
    ///
    /// Source: timm `group_matcher` of each family and `param_groups_layer_decay` (`optim/_param_groups.py`).
    public func layer(of parameter: String) -> Int {
        let parts = parameter.split(separator: ".")
        let first = parts.first ?? ""
        let last = layerCount - 1
        switch architecture {
        case .eva02:
            if ["cls_token", "pos_embed", "patch_embed"].contains(first) { return 0 }
            return first == "blocks" ? 1 + number(parts, 1) : last
        case .convNeXtV2(let configuration):
            if first == "stem" { return 0 }
            guard first == "stages" else { return last }
            // What halves the map counts with the block behind it.
            let block = parts.count > 2 && parts[2] == "blocks" ? number(parts, 3) : 0
            return 1 + configuration.stages.prefix(number(parts, 1)).reduce(block) { $0 + $1.depth }
        case .efficientNetLite(let configuration):
            if ["conv_stem", "bn1"].contains(first) { return 0 }
            if ["conv_head", "bn2"].contains(first) { return blockCount }
            guard first == "blocks" else { return last }
            return 1 + configuration.stages.prefix(number(parts, 1)).reduce(number(parts, 2)) { $0 + $1.depth }
        }
    }

    private var blockCount: Int {
        switch architecture {
        case .eva02(let configuration): configuration.depth
        case .convNeXtV2(let configuration): configuration.stages.reduce(0) { $0 + $1.depth }
        case .efficientNetLite(let configuration): configuration.stages.reduce(0) { $0 + $1.depth }
        }
    }

    private func number(_ parts: [Substring], _ position: Int) -> Int {
        parts.indices.contains(position) ? Int(parts[position]) ?? 0 : 0
    }
}
