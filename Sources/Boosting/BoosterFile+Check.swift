extension BoosterFile {
    /// Limits of what is read at all; our own models stay far below them.
    enum Limit {
        static let bytes = 256 << 20
        static let trees = 100_000
        static let features = 1_000_000
        static let leaves = 1 << 16
        static let depth = 256
        /// Words of 32 codes in one tree.
        static let codeWords = 1 << 24
    }

    /// Checks that a text is a binary LightGBM model that LightGBM can load and use without harm.
    ///
    /// Accepts exactly what LightGBM 4 writes for our models: the header's keys in order, one block per tree with every
    /// array present and of its exact length, children that form a tree, features in range, finite numbers, counts that
    /// add up, one set of codes for each categorical split, `tree_sizes` equal to the blocks' lengths; no linear leaves.
    ///
    /// - Throws: `BoostingError` of code `.damagedModel`, with the line.
    @discardableResult
    public static func check(_ text: String) throws(BoostingError) -> BoosterStructure {
        var lines = try ModelLines(text)
        let header = try ModelHeader(&lines)
        var largest = 1
        for (index, size) in header.treeSizes.enumerated() {
            let start = lines.offset
            let tree = try ModelTree(&lines, index: index, featureCount: header.featureNames.count)
            largest = max(largest, tree.leafCount)
            guard lines.offset - start == size else {
                throw lines.damage(
                    "tree \(index) has another length",
                    expected: "\(size) bytes",
                    found: "\(lines.offset - start)"
                )
            }
        }
        try checkEnd(&lines)
        return BoosterStructure(
            featureNames: header.featureNames,
            treeCount: header.treeSizes.count,
            largestLeafCount: largest
        )
    }

    /// After the trees LightGBM reads only the parameters, and of those only whether leaves are linear.
    private static func checkEnd(_ lines: inout ModelLines) throws(BoostingError) {
        try lines.expect("end of trees")
        try lines.expect("")
        try lines.expect("feature_importances:")
        while let line = lines.peek(), !line.isEmpty {
            guard line.contains("=") else { throw lines.damage("a line without a value", expected: "name=count") }
            lines.skip()
        }
        try lines.expect("")
        try lines.expect("parameters:")
        var keys: Set<Substring> = []
        while let line = lines.peek(), !line.isEmpty {
            guard line.hasPrefix("["), line.hasSuffix("]"), let colon = line.firstIndex(of: ":") else {
                throw lines.damage("a parameter of another form", expected: "[name: value]")
            }
            let key = line[line.index(after: line.startIndex)..<colon]
            guard keys.insert(key).inserted else { throw lines.damage("the parameter \(key) stands twice") }
            guard key != "linear_tree" || line == "[linear_tree: 0]" else {
                throw lines.damage("linear leaves are not ours")
            }
            lines.skip()
        }
        try lines.expect("")
        try lines.expect("end of parameters")
        while let line = lines.peek() {
            guard line.isEmpty || line == "pandas_categorical:null" || line == "pandas_categorical:[]" else {
                throw lines.damage("text after the end of the model")
            }
            lines.skip()
        }
    }
}

/// The keys before the trees.
struct ModelHeader {
    let featureNames: [String]
    let treeSizes: [Int]

    init(_ lines: inout ModelLines) throws(BoostingError) {
        try lines.expect("tree")
        try lines.expect("version=v4")
        try lines.expect("num_class=1")
        try lines.expect("num_tree_per_iteration=1")
        try lines.expect("label_index=0")
        let lastFeature = try lines.integers("max_feature_idx", count: 1, in: 0..<BoosterFile.Limit.features)[0]
        try lines.expect("objective=binary sigmoid:1")
        let names = try lines.words("feature_names", count: lastFeature + 1).map(String.init)
        guard Set(names).count == names.count else { throw lines.damage("two features have the same name") }
        featureNames = names
        for range in try lines.words("feature_infos", count: lastFeature + 1) where range != "none" {
            guard Self.isRange(range) || Self.isCodes(range) else {
                throw lines.damage(
                    "a feature is neither a range of numbers nor a list of codes",
                    found: String(range.prefix(40))
                )
            }
        }
        treeSizes = try lines.integers("tree_sizes", in: 1..<BoosterFile.Limit.bytes)
        guard (1...BoosterFile.Limit.trees).contains(treeSizes.count) else {
            throw lines.damage("too many trees, or none", found: "\(treeSizes.count)")
        }
        try lines.expect("")
    }

    /// `[lowest:highest]`.
    private static func isRange(_ text: Substring) -> Bool {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return false }
        let bounds = text.dropFirst().dropLast().split(separator: ":", omittingEmptySubsequences: false)
        return bounds.count == 2 && bounds.allSatisfy { ModelLines.number($0) != nil }
    }

    /// `3:0:1`, most frequent first; -1 stands for all codes that are missing or rare.
    private static func isCodes(_ text: Substring) -> Bool {
        let codes = text.split(separator: ":", omittingEmptySubsequences: false)
        return codes.allSatisfy { code in Int(code).map { String($0) == code && $0 >= -1 && $0 < 1 << 24 } ?? false }
    }
}
