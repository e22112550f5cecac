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

    /// Makes every group a unit.
    init(groups: RowGroups) {
        unitOfRow = groups.indices
        sizes = Array(repeating: 1, count: groups.count)
        drawCount = groups.count
    }

    /// Makes every class of exchangeable rows a unit, numbered in the order of the ranking.
    ///
    /// - Parameter places: the places of the rows in the ranking of each column (at least one).
    init(places: [[Int32]]) {
        var units = denseRanks(places[0].map { UInt64($0) })
        for column in places.dropFirst() {
            units = denseRanks(zip(units, column).map { UInt64($0) << 32 | UInt64($1) })
        }
        var sizes = Array(repeating: 0, count: Int(units.max() ?? -1) + 1)
        for unit in units { sizes[Int(unit)] += 1 }
        unitOfRow = units
        self.sizes = sizes
        drawCount = units.count
    }

    /// Draws one replicate: sets `weights[unit * stride]` to how often the unit's groups were drawn.
    func draw(_ generator: inout SeededGenerator, into weights: UnsafeMutablePointer<Double>, stride: Int) {
        // A binomial number costs about as much as eight single draws.
        if sizes.count * 8 < drawCount {
            drawClasses(&generator) { weights[$0 * stride] = Double($1) }
        } else {
            drawGroups(&generator) { weights[$0 * stride] = Double($1) }
        }
    }

    /// Draws how often each class occurs: a multinomial number, which is a chain of binomial ones.
    private func drawClasses(_ generator: inout SeededGenerator, set: (_ unit: Int, _ drawn: Int) -> Void) {
        var remainingDraws = drawCount
        var remainingSize = drawCount
        for (unit, size) in sizes.enumerated() {
            let drawn =
                size == remainingSize
                ? remainingDraws
                : generator.binomial(trials: remainingDraws, probability: Double(size) / Double(remainingSize))
            set(unit, drawn)
            remainingDraws -= drawn
            remainingSize -= size
        }
    }

    /// Draws group after group. Counting them in a small table first keeps the random accesses inside the cache.
    private func drawGroups(_ generator: inout SeededGenerator, set: (_ unit: Int, _ drawn: Int) -> Void) {
        var counts = [UInt32](repeating: 0, count: drawCount)
        for _ in 0..<drawCount { counts[generator.integer(below: drawCount)] += 1 }
        var group = 0
        for (unit, size) in sizes.enumerated() {
            var drawn = 0
            for count in counts[group..<(group + size)] { drawn += Int(count) }
            set(unit, drawn)
            group += size
        }
    }
}
