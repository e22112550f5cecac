import Randomness

/// What the bootstrap draws: patients, or, where rows stand alone, classes of rows that nothing tells apart.
///
/// Without groups every row is its own group. Rows with the same label and the same place in the ranking are then
/// exchangeable, so it suffices to know how many of them were drawn: a few hundred binomial numbers instead of one number
/// for each row. The distribution of the replicates is the same.
struct ResamplingUnits {
    /// The unit of each row.
    let unitOfRow: [Int32]

    /// How many groups each unit stands for: 1 for a patient, the number of rows for a class of rows.
    let sizes: [Int]

    /// How many groups one replicate draws: as many as there are.
    let drawCount: Int

    /// The unit of each group, where groups are drawn one by one; nil where the units' counts are drawn directly.
    private let unitOfGroup: [Int32]?

    /// Makes every group a unit.
    init(groups: RowGroups) {
        unitOfRow = groups.indices
        sizes = Array(repeating: 1, count: groups.count)
        drawCount = groups.count
        unitOfGroup = nil
    }

    /// Makes every class of exchangeable rows a unit.
    init(classes: RowGroups) {
        unitOfRow = classes.indices
        var sizes = Array(repeating: 0, count: classes.count)
        for unit in classes.indices { sizes[Int(unit)] += 1 }
        self.sizes = sizes
        drawCount = classes.indices.count
        // A binomial number costs about as much as eight single draws.
        unitOfGroup = classes.count * 8 < drawCount ? nil : classes.indices
    }

    /// Draws one replicate: adds to `weights[unit * stride]` how often the unit's groups were drawn.
    func draw(_ generator: inout SeededGenerator, into weights: UnsafeMutablePointer<Double>, stride: Int) {
        if let unitOfGroup {
            for _ in 0..<drawCount {
                weights[Int(unitOfGroup[generator.integer(below: drawCount)]) * stride] += 1
            }
        } else if sizes.count == drawCount {
            for _ in 0..<drawCount { weights[generator.integer(below: drawCount) * stride] += 1 }
        } else {
            // A multinomial number is a chain of binomial ones.
            var remainingDraws = drawCount
            var remainingSize = drawCount
            for (unit, size) in sizes.enumerated() where remainingDraws > 0 {
                let drawn =
                    size == remainingSize
                    ? remainingDraws
                    : generator.binomial(trials: remainingDraws, probability: Double(size) / Double(remainingSize))
                weights[unit * stride] += Double(drawn)
                remainingDraws -= drawn
                remainingSize -= size
            }
        }
    }
}
