import CPixels
import Foundation
import Randomness
import TestSupport
import Testing

@testable import Imaging

/// Flips, distortions, rotation and change of size in one inverse map.
@Suite struct WarpTests {
    private let image: RGBImage
    private let smooth: RGBImage

    init() throws {
        image = try Golden.image("pattern_61x61.ppm")
        smooth = image.blurred(sigma: 6)
    }

    @Test("A warp by nothing is a resize, up to rounding", arguments: TestTimeView.allCases, [61, 80])
    func warpByNothing(view: TestTimeView, size: Int) throws {
        let still = Similarity(degrees: 0, scale: 1, shiftX: 0, shiftY: 0)
        let warped = smooth.warped(by: still, view: view, size: size)
        let resized = smooth.viewed(as: view).resized(width: size, height: size)
        // At the border the resize drops taps outside the image, the warp mirrors them.
        #expect(Golden.largestDifference(warped, resized) <= 3)
    }

    @Test("A warp by 90 degrees is a turn to the left")
    func warpByQuarter() {
        let quarter = Similarity(degrees: 90, scale: 1, shiftX: 0, shiftY: 0)
        let warped = image.warped(by: quarter, view: .identity, size: 61)
        #expect(warped == image.viewed(as: .threeQuarterTurn))
    }

    @Test("A shift moves to the right and down, a larger scale enlarges")
    func shiftAndScale() {
        var dot = RGBImage(width: 41, height: 41, red: 0, green: 0, blue: 0)
        dot[20, 20] = (255, 255, 255)
        let moved = dot.warped(
            by: Similarity(degrees: 0, scale: 1, shiftX: 5.0 / 41, shiftY: 2.0 / 41),
            view: .identity,
            size: 41
        )
        #expect(moved[25, 22].red == 255)
        let enlarged = dot.warped(
            by: Similarity(degrees: 0, scale: 3, shiftX: 0, shiftY: 0),
            view: .identity,
            size: 41
        )
        #expect(enlarged[20, 20].red == 255 && enlarged[21, 20].red > 100)
    }

    @Test("A bend is smooth, and reading where it reads undoes nothing else", arguments: [3, 4, 5] as [UInt64])
    func bends(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let none = Distortion.elastic(strength: 0, &generator)
        let still = smooth.warped(by: .identity, distortion: none, view: .quarterTurn, size: 80)
        #expect(still == smooth.warped(by: .identity, view: .quarterTurn, size: 80))
        for bend in [
            Distortion.elastic(strength: 0.02, &generator), .grid(upTo: 0.5, &generator),
            .optical(upTo: 0.5, &generator),
        ] {
            let bent = smooth.warped(by: .identity, distortion: bend, view: .identity, size: 80)
            #expect(bent != smooth.resized(width: 80, height: 80))
            // The map between its nodes is close to the map itself.
            let map = InverseMap(
                view: .identity,
                distortion: bend,
                similarity: .identity,
                width: 61,
                height: 61,
                size: 80
            )
            var columns = [Float](repeating: 0, count: 80)
            var rows = columns
            for row in stride(from: 0, to: 80, by: 7) {
                map.write(row: row, columns: &columns, rows: &rows)
                for column in 0..<80 {
                    let output = SIMD2(Double(column), Double(row))
                    let point = bend((output + 0.5) / 80 - 0.5)
                    let expected = (point + 0.5) * 61 - 0.5
                    #expect(abs(Double(columns[column]) - expected.x) < 0.5)
                    #expect(abs(Double(rows[column]) - expected.y) < 0.5)
                }
            }
        }
    }

    @Test("A grid covers the whole image, in order")
    func grid() {
        for seed in 0..<50 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let grid = Distortion.grid(upTo: 1, &generator)
            let places = (0...20).map { grid(SIMD2(Double($0) / 20 - 0.5, Double($0) / 20 - 0.5)) }
            #expect(places.first == SIMD2(-0.5, -0.5))
            #expect(Tolerance(absolute: 1e-12).accepts(places[20].x, 0.5))
            for (one, next) in zip(places, places.dropFirst()) { #expect(one.x < next.x && one.y < next.y) }
        }
    }

    @Test("Displacements of an elastic field have the asked standard deviation")
    func elastic() {
        var squares = 0.0
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let field = Distortion.elastic(strength: 0.03, &generator)
            let point = SIMD2(generator.uniform() - 0.5, generator.uniform() - 0.5)
            let move = field(point) - point
            squares += move.x * move.x + move.y * move.y
        }
        #expect(Tolerance(relative: 0.1).accepts((squares / 800).squareRoot(), 0.03))
    }

    @Test("Vector instructions give the same bytes as plain ones")
    func portable() {
        var generator = SeededGenerator(seed: 11)
        let columns = (0..<4001).map { _ in Float(generator.uniform(in: -150...210)) } + [0, 60, 60.999, -0.001]
        let rows = (0..<4001).map { _ in Float(generator.uniform(in: -150...210)) } + [60, 0, 0, 61]
        image.withMirroredBorder { border in
            var (fast, plain) = (
                [UInt8](repeating: 0, count: columns.count * 3), [UInt8](repeating: 1, count: columns.count * 3)
            )
            cpixels_sample(border, columns, rows, Int64(columns.count), RGBImage.bicubicWeights, &fast)
            cpixels_sample_portable(border, columns, rows, Int64(columns.count), RGBImage.bicubicWeights, &plain)
            #expect(fast == plain)
        }
    }

    @Test("Outside lies the mirror image: no black corners")
    func noBlackCorners() {
        let white = RGBImage(width: 30, height: 30, red: 250, green: 240, blue: 230)
        let turned = white.warped(
            by: Similarity(degrees: 45, scale: 0.7, shiftX: 0.4, shiftY: -0.4),
            view: .transpose,
            size: 50
        )
        #expect(turned == RGBImage(width: 50, height: 50, red: 250, green: 240, blue: 230))
    }
}
