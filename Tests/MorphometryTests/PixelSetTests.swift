import Randomness
import TestSupport
import Testing

@testable import Morphometry

/// Sets of pixels, drawn as rows of `#` and `.`.
@Suite struct PixelSetTests {
    private func set(_ rows: [String]) -> Bitmap {
        var set = Bitmap(width: rows[0].count, height: rows.count)
        set.bits = rows.joined().map { $0 == "#" ? 1 : 0 }
        return set
    }

    private func rows(_ set: Bitmap) -> [String] {
        (0..<set.height).map { row in
            String(set.bits[row * set.width..<(row + 1) * set.width].map { $0 == 1 ? "#" : "." })
        }
    }

    private func grid(_ set: Bitmap) -> PixelGrid {
        PixelGrid(width: set.width, height: set.height, millimetresPerPixel: 0.1, middle: (0, 0))
    }

    private func random(width: Int, height: Int, share: Double, seed: UInt64) -> Bitmap {
        var generator = SeededGenerator(seed: seed)
        var set = Bitmap(width: width, height: height)
        for place in set.bits.indices { set.bits[place] = generator.uniform() < share ? 1 : 0 }
        return set
    }

    @Test func `Components hang together over corners too`() {
        let set = set(["#..##", ".#...", "....#", "##..."])
        var found: [[Int32]] = []
        set.forEachComponent { found.append($0.places.sorted()) }
        #expect(found == [[0, 6], [3, 4], [14], [15, 16]])
    }

    @Test func `The extent is the diagonal of the bounding box`() {
        var extents: [Float] = []
        set([".###", "...#", "...#", "...#"]).forEachComponent { extents.append($0.extent) }
        #expect(extents == [5])
    }

    @Test func `A full set is one component and has no holes`() {
        var full = set(["###", "###"])
        var counts: [Int] = []
        full.forEachComponent { counts.append($0.places.count) }
        #expect(counts == [6])
        full.fillHoles()
        #expect(rows(full) == ["###", "###"])
    }

    @Test func `Holes are filled, and bays and what a corner opens are not`() {
        var set = set([
            "#####..###",
            "#...#..#.#",
            "#.#.#..##.",
            "#####..#..",
        ])
        set.fillHoles()
        #expect(
            rows(set) == [
                "#####..###",
                "#####..###",
                "#####..##.",
                "#####..#..",
            ]
        )
        var bay = self.set(["###", "#..", "###"])
        bay.fillHoles()
        #expect(rows(bay) == ["###", "#..", "###"])
    }

    @Test func `Opening takes corners and smaller parts away, and leaves what would vanish`() {
        var set = set([
            "....#.......",
            "..#####...#.",
            "..#####..###",
            "..#####...#.",
            "............",
        ])
        set.open()
        #expect(rows(set) == ["....#.......", "...###......", "..#####.....", "...###......", "............"])
        var line = self.set(["....", "####", "...."])
        line.open()
        #expect(rows(line) == ["....", "####", "...."])
    }

    @Test func `A lesion is the same pixels in every window`() {
        let set = random(width: 13, height: 9, share: 0.4, seed: 3)
        let whole = Window(left: 0, top: 0, width: 13, height: 9)
        let lesion = LesionPixels(set, whole, in: grid(set))
        #expect(rows(lesion.set) == rows(set))
        #expect(lesion.count == set.count)
        let part = lesion.seen(in: lesion.bounds)
        #expect(rows(part.inPicture.set) == rows(set))
        var places: [Int] = []
        part.forEach { _, _, place in places.append(place) }
        #expect(places == set.bits.indices.filter { set.bits[$0] == 1 })
    }

    @Test(arguments: [0.02, 0.3, 0.9])
    func `Distances to the border are within 8 percent of the straight way`(share: Double) {
        let set = random(width: 31, height: 23, share: share, seed: 7)
        let whole = Window(left: 0, top: 0, width: set.width, height: set.height)
        let distances = SignedDistance(LesionPixels(set, whole, in: grid(set))).values
        for place in set.bits.indices {
            let nearest = set.bits.indices.filter { set.bits[$0] != set.bits[place] }.map { other in
                let x = Double(place % set.width - other % set.width)
                let y = Double(place / set.width - other / set.width)
                return (x * x + y * y).squareRoot()
            }
            let straight = nearest.min() ?? .infinity
            let actual = Double(distances[place]) * (set.bits[place] == 1 ? -1 : 1) + 0.5
            #expect(Tolerance(relative: 0.081).accepts(actual, straight))
        }
    }
}
