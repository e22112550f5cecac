/// Sets of numbers that are joined until those that belong together are in one.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) {
        parents = Array(0..<count)
    }

    mutating func join(_ first: Int, _ second: Int) {
        let roots = (root(of: first), root(of: second))
        parents[max(roots.0, roots.1)] = min(roots.0, roots.1)
    }

    private mutating func root(of member: Int) -> Int {
        var member = member
        while parents[member] != member {
            parents[member] = parents[parents[member]]
            member = parents[member]
        }
        return member
    }

    /// The sets with more than one member, in order.
    var sets: [[Int]] {
        var copy = self
        let roots = parents.indices.map { copy.root(of: $0) }
        return Dictionary(grouping: parents.indices) { roots[$0] }.values.filter { $0.count > 1 }
            .map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
