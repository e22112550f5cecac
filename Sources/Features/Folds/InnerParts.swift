import Randomness
import Tables

/// Training rows split into parts that share no patient.
///
/// A row without a patient stands for itself.
struct InnerParts {
    /// The number of parts.
    let count: Int
    private let rows: [Int]
    private let part: [Int]

    /// Deals patients, shuffled by the seed, to `count` parts, or as many as there are patients.
    init(rows: [Int], groups: TextColumn, count: Int, seed: UInt64) {
        var unitOfCode: [Int32: Int] = [:]
        var units = 0
        let unit = rows.map { row in
            let code = groups.codes[row]
            if code >= 0, let known = unitOfCode[code] { return known }
            if code >= 0 { unitOfCode[code] = units }
            units += 1
            return units - 1
        }
        let parts = max(1, min(count, units))
        var generator = SeededGenerator(seed: seed, keys: 0x666F_6C64)
        let place = generator.permutation(of: units)
        self.count = parts
        self.rows = rows
        part = unit.map { place[$0] % parts }
    }

    /// The rows of a part.
    func rows(in index: Int) -> [Int] { zip(rows, part).filter { $0.1 == index }.map(\.0) }

    /// The rows of all other parts.
    func rows(outside index: Int) -> [Int] { zip(rows, part).filter { $0.1 != index }.map(\.0) }
}
