import Tensors

extension ParameterStore: CustomStringConvertible {
    /// The tree of names with shapes, one tensor a line, numbers of parameters beside every branch.
    public var description: String {
        var root = Branch()
        for entry in entries {
            root.insert(
                entry.name.split(separator: ".")[...],
                leaf: "\(entry.tensor.shape)",
                count: entry.kind == .parameter ? entry.tensor.count : 0
            )
        }
        return (["\(root.count) parameters"] + root.lines(indent: "  ")).joined(separator: "\n")
    }
}

/// A part of the tree of names, whose children keep their order.
private struct Branch {
    var count = 0
    var leaf: String?
    var children: [(name: Substring, branch: Branch)] = []

    mutating func insert(_ path: ArraySlice<Substring>, leaf: String, count: Int) {
        self.count += count
        guard let name = path.first else {
            self.leaf = leaf
            return
        }
        let position = children.firstIndex { $0.name == name } ?? children.endIndex
        if position == children.endIndex { children.append((name, Branch())) }
        children[position].branch.insert(path.dropFirst(), leaf: leaf, count: count)
    }

    func lines(indent: String) -> [String] {
        children.flatMap { name, branch in
            ["\(indent)\(name) \(branch.leaf ?? "(\(branch.count))")"] + branch.lines(indent: indent + "  ")
        }
    }
}
