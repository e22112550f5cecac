/// Many small images side by side, to be looked at together.
public struct ContactSheet: Sendable {
    /// Images in a row.
    public let columnCount: Int
    /// The side of a cell, in pixels; every image is resized to it.
    public let cellSize: Int
    /// White pixels between cells and around them.
    public let gap: Int

    /// Describes a sheet.
    public init(columnCount: Int, cellSize: Int, gap: Int = 4) {
        precondition(columnCount > 0 && cellSize > 0 && gap >= 0, "a sheet has cells")
        self.columnCount = columnCount
        self.cellSize = cellSize
        self.gap = gap
    }

    /// Lays `images` out row after row. There must be at least one.
    public func callAsFunction(_ images: [RGBImage]) -> RGBImage {
        precondition(!images.isEmpty, "a sheet has images")
        let columns = min(columnCount, images.count)
        let rows = (images.count + columnCount - 1) / columnCount
        let width = columns * (cellSize + gap) + gap
        var sheet = RGBImage(
            width: width,
            height: rows * (cellSize + gap) + gap,
            red: 255,
            green: 255,
            blue: 255
        )
        for (index, image) in images.enumerated() {
            let cell = image.resized(width: cellSize, height: cellSize)
            let left = gap + index % columnCount * (cellSize + gap)
            let top = gap + index / columnCount * (cellSize + gap)
            sheet.withMutablePixels { pixels in
                for row in 0..<cellSize {
                    let target = ((top + row) * width + left) * 3
                    for offset in 0..<cellSize * 3 {
                        pixels[target + offset] = cell.pixels[row * cellSize * 3 + offset]
                    }
                }
            }
        }
        return sheet
    }
}
