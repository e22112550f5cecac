import Imaging

/// The part of a crop inside its black borders.
struct PictureFrame {
    private(set) var left = 0
    private(set) var top = 0
    private(set) var width: Int
    private(set) var height: Int

    /// The brightest channel of a pixel that counts as black: JPEG makes black borders uneven.
    private static let darkest: UInt8 = 24
    /// The share of black pixels in a row or column of a border.
    private static let share = 0.9
    /// Rows beside a border that its JPEG block has smeared.
    private static let smeared = 2
    /// The smallest side of a picture that can be measured.
    private static let smallestSide = 16

    /// Finds the frame; nil where less than a small picture is left.
    init?(_ image: RGBImage) {
        width = image.width
        height = image.height
        let blackRows = Self.blackLines(image, count: image.height, length: image.width) { (x: $1, y: $0) }
        let blackColumns = Self.blackLines(image, count: image.width, length: image.height) { (x: $0, y: $1) }
        (top, height) = Self.inside(blackRows)
        (left, width) = Self.inside(blackColumns)
        guard width >= Self.smallestSide, height >= Self.smallestSide else { return nil }
    }

    private static func inside(_ black: [Bool]) -> (start: Int, count: Int) {
        guard let first = black.firstIndex(of: false), let last = black.lastIndex(of: false) else { return (0, 0) }
        let start = first == 0 ? 0 : first + smeared
        let end = last == black.count - 1 ? last : last - smeared
        return (start, max(0, end - start + 1))
    }

    /// Which of the outer lines are black, from both ends inwards.
    private static func blackLines(
        _ image: RGBImage,
        count: Int,
        length: Int,
        place: (_ line: Int, _ position: Int) -> (x: Int, y: Int)
    ) -> [Bool] {
        func isBlack(_ line: Int) -> Bool {
            var black = 0
            for position in 0..<length {
                let (x, y) = place(line, position)
                let colour = image[x, y]
                if max(colour.red, colour.green, colour.blue) <= darkest { black += 1 }
            }
            return Double(black) >= share * Double(length)
        }
        var lines = [Bool](repeating: false, count: count)
        for line in 0..<count {
            guard isBlack(line) else { break }
            lines[line] = true
        }
        for line in (0..<count).reversed() where !lines[line] {
            guard isBlack(line) else { break }
            lines[line] = true
        }
        return lines
    }
}
