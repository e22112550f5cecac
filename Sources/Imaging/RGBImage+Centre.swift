extension RGBImage {
    /// How long the middle of a side of `whole` pixels is.
    package static func centredLength(_ whole: Int, share: Double) -> Int {
        min(whole, max(1, Int((Double(whole) * share).rounded())))
    }

    /// The middle of the image: `share` of its width and of its height, rounded to whole pixels, at least one.
    public func centred(share: Double) -> RGBImage {
        let (columns, rows) = (Self.centredLength(width, share: share), Self.centredLength(height, share: share))
        let (left, top) = ((width - columns) / 2, (height - rows) / 2)
        return RGBImage(width: columns, height: rows) { middle in
            for row in 0..<rows {
                let start = ((top + row) * width + left) * 3
                for offset in 0..<columns * 3 { middle[row * columns * 3 + offset] = pixels[start + offset] }
            }
        }
    }
}
