/// One tree of a model text, checked while it is read.
struct ModelTree {
    let leafCount: Int

    init(_ lines: inout ModelLines, index: Int, featureCount: Int) throws(BoostingError) {
        try lines.expect("Tree=\(index)")
        let leaves = try lines.integers("num_leaves", count: 1, in: 1..<(BoosterFile.Limit.leaves + 1))[0]
        let nodes = leaves - 1
        let categoricalSplits = try lines.integers("num_cat", count: 1, in: 0..<leaves)[0]
        _ = try lines.integers("split_feature", count: nodes, in: 0..<featureCount)
        try lines.numbers("split_gain", count: nodes)
        let thresholds = try lines.words("threshold", count: nodes)
        // Bit 0 is a categorical split; bit 1 sends missing values left; bits 2 and 3 say what missing is.
        let types = try lines.integers("decision_type", count: nodes, in: 0..<12)
        var categorical: Set<Int> = []
        for (threshold, type) in zip(thresholds, types) {
            if type & 1 == 1 {
                // The threshold is the number of the split's set of codes.
                guard let set = Int(threshold), String(set) == threshold, (0..<categoricalSplits).contains(set),
                    categorical.insert(set).inserted
                else {
                    throw lines.damage("a categorical split has no set of its own", found: String(threshold.prefix(40)))
                }
                continue
            }
            // LightGBM writes `inf` where a node only parts missing values (NaN) from all others.
            guard ModelLines.number(threshold) != nil || (threshold == "inf" && type >> 2 == 2) else {
                throw lines.damage("a threshold is no finite number", found: String(threshold.prefix(40)))
            }
        }
        guard categorical.count == categoricalSplits else { throw lines.damage("a set of codes belongs to no split") }
        let left = try lines.integers("left_child", count: nodes, in: -leaves..<max(1, nodes))
        let right = try lines.integers("right_child", count: nodes, in: -leaves..<max(1, nodes))
        try Self.checkShape(left, right, leaves: leaves, lines)
        try lines.numbers("leaf_value", count: leaves)
        // A tree without splits may carry no weight.
        try lines.numbers("leaf_weight", count: leaves, orNone: nodes == 0)
        let leafRows = try lines.integers("leaf_count", count: leaves, in: 1..<Int(Int32.max))
        try lines.numbers("internal_value", count: nodes)
        try lines.numbers("internal_weight", count: nodes)
        let nodeRows = try lines.integers("internal_count", count: nodes, in: 1..<Int(Int32.max))
        for node in 0..<nodes {
            let rows = [left[node], right[node]].map { $0 < 0 ? leafRows[~$0] : nodeRows[$0] }
            guard rows[0] + rows[1] == nodeRows[node] else {
                throw lines.damage("the rows of node \(node) in tree \(index) do not add up")
            }
        }
        if categoricalSplits > 0 { try Self.checkCodes(&lines, sets: categoricalSplits) }
        try lines.expect("is_linear=0")
        try lines.numbers("shrinkage", count: 1)
        try lines.expect("")
        try lines.expect("")
        leafCount = leaves
    }

    /// The sets of codes are bits in words of 32, one set after the other.
    private static func checkCodes(_ lines: inout ModelLines, sets: Int) throws(BoostingError) {
        let boundaries = try lines.integers("cat_boundaries", count: sets + 1, in: 0..<BoosterFile.Limit.codeWords)
        guard boundaries.first == 0, zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw lines.damage("the sets of codes do not follow each other")
        }
        _ = try lines.integers("cat_threshold", count: boundaries.last, in: 0..<Int(UInt32.max) + 1)
    }

    /// Every node but the root and every leaf is the child of exactly one node, made before it: then it is a tree.
    private static func checkShape(
        _ left: [Int],
        _ right: [Int],
        leaves: Int,
        _ lines: ModelLines
    ) throws(BoostingError) {
        var leafSeen = [Bool](repeating: left.isEmpty, count: leaves)
        var depth = [Int](repeating: 0, count: left.count)
        if !depth.isEmpty { depth[0] = 1 }
        for node in left.indices {
            guard depth[node] > 0, depth[node] <= BoosterFile.Limit.depth else {
                throw lines.damage("node \(node) hangs on no node before it, or too deep")
            }
            for child in [left[node], right[node]] {
                if child < 0 {
                    guard !leafSeen[~child] else { throw lines.damage("leaf \(~child) hangs on two nodes") }
                    leafSeen[~child] = true
                } else {
                    guard child > node, depth[child] == 0 else {
                        throw lines.damage("node \(child) is not a child once")
                    }
                    depth[child] = depth[node] + 1
                }
            }
        }
        guard leafSeen.allSatisfy({ $0 }) else { throw lines.damage("a leaf hangs on no node") }
    }
}
