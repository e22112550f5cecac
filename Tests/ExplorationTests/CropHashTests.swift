import Imaging
import Randomness
import Testing

@testable import Exploration

/// Hashes of random bits, some of them copies with a few bits flipped.
private func hashes(count: Int, copies: Int, seed: UInt64) -> [CropHash] {
    var generator = SeededGenerator(seed: seed)
    var hashes = (0..<count).map { _ in CropHash(across: generator.next(), down: generator.next()) }
    for copy in 0..<copies {
        var (across, down) = (hashes[copy].across, hashes[copy].down)
        for _ in 0..<generator.integer(below: 9) {
            let bit = generator.integer(below: 128)
            if bit < 64 { across ^= 1 << UInt64(bit) } else { down ^= 1 << UInt64(bit - 64) }
        }
        hashes.append(CropHash(across: across, down: down))
    }
    return hashes
}

@Test func bandedSearchFindsWhatComparingAllPairsFinds() {
    let all = hashes(count: 400, copies: 120, seed: 5)
    var expected: [String] = []
    for first in all.indices {
        for second in (first + 1)..<max(first + 1, all.count)
        where all[first].distance(to: all[second]) <= CropHashIndex.reach {
            expected.append("\(first) \(second)")
        }
    }
    #expect(expected.count > 50)
    #expect(CropHashIndex.pairs(all).map { "\($0.first) \($0.second)" } == expected)
}

@Test func aHashSurvivesBrightnessAndSize() throws {
    var pixels: [UInt8] = []
    for y in 0..<64 { for x in 0..<64 { pixels.append(UInt8(60 + (x * y) % 97)) } }
    let image = GreyImage(width: 64, height: 64, pixels: pixels)
    let brighter = GreyImage(width: 64, height: 64, pixels: pixels.map { $0 + 40 })
    #expect(CropHash(image) == CropHash(brighter))
    let other = GreyImage(width: 64, height: 64, pixels: pixels.reversed())
    #expect(CropHash(image).distance(to: CropHash(other)) > 30)
}

@Test func setsJoinWhatBelongsTogether() {
    var sets = DisjointSets(count: 7)
    sets.join(1, 4)
    sets.join(6, 4)
    sets.join(0, 2)
    #expect(sets.sets == [[0, 2], [1, 4, 6]])
}
