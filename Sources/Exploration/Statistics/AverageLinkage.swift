/// Hierarchical clustering by average linkage, for putting what belongs together side by side.
struct AverageLinkage {
    /// The order of the leaves from left to right, as SciPy's `leaves_list` gives it.
    let leaves: [Int]

    /// Clusters items by their distances (a symmetric matrix). Missing distances count as the largest one.
    init(distances: [[Double]]) {
        let count = distances.count
        var matrix = distances.map { $0.map { $0.isNaN ? 1 : $0 } }
        // What each row of the matrix stands for: its leaves, and the number of its cluster in the order of merging.
        var clusters = (0..<count).map { (leaves: [$0], number: $0) }
        var active = Array(0..<count)
        var next = count
        while active.count > 1 {
            var best = (first: 0, second: 1, distance: Double.infinity)
            for (position, first) in active.enumerated() {
                for second in active[(position + 1)...] where matrix[first][second] < best.distance {
                    best = (first, second, matrix[first][second])
                }
            }
            if best.distance == .infinity { best = (active[0], active[1], 1) }
            let (first, second) = (best.first, best.second)
            let sizes = (Double(clusters[first].leaves.count), Double(clusters[second].leaves.count))
            for other in active where other != first && other != second {
                let mean = (sizes.0 * matrix[first][other] + sizes.1 * matrix[second][other]) / (sizes.0 + sizes.1)
                matrix[first][other] = mean
                matrix[other][first] = mean
            }
            // The cluster made earlier stands on the left.
            let isFirstEarlier = clusters[first].number < clusters[second].number
            let leaves =
                isFirstEarlier
                ? clusters[first].leaves + clusters[second].leaves : clusters[second].leaves + clusters[first].leaves
            clusters[first] = (leaves, next)
            next += 1
            active.removeAll { $0 == second }
        }
        leaves = active.first.map { clusters[$0].leaves } ?? []
    }
}
