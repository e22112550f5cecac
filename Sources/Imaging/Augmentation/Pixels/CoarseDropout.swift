extension RGBImage {
    /// Blackens a rectangle; what of it lies outside the image is left out (DeVries and Taylor, "Improved Regularization of
    /// Convolutional Neural Networks with Cutout", 2017).
    mutating func blacken(left: Int, top: Int, width holeWidth: Int, height holeHeight: Int) {
        let columns = max(left, 0)..<max(min(left + holeWidth, width), max(left, 0))
        let rows = max(top, 0)..<max(min(top + holeHeight, height), max(top, 0))
        let rowCount = width * 3
        withMutablePixels { pixels in
            for row in rows {
                for offset in columns.lowerBound * 3..<columns.upperBound * 3 { pixels[row * rowCount + offset] = 0 }
            }
        }
    }
}
