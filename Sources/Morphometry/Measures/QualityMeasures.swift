/// How far a crop can be trusted.
struct QualityMeasures {
    /// The resolution in pixels per millimetre.
    let resolution: Double
    /// The mean absolute Laplacian of L* over neighbours one pixel away: low where the crop is blurred.
    let detail: Double
    let hairShare: Double
    let clippedShare: Double
    let paddingShare: Double

    init(_ picture: LabPicture, _ hair: HairMask) {
        let width = picture.width
        var sum: Float = 0
        var count = 0
        picture.colours.withUnsafeBufferPointer { colours in
            for row in 1..<picture.height - 1 {
                for place in row * width + 1..<(row + 1) * width - 1 where !hair.isHair[place] {
                    let neighbours =
                        colours[place - 1].x + colours[place + 1].x + colours[place - width].x
                        + colours[place + width].x
                    sum += abs(neighbours - 4 * colours[place].x)
                    count += 1
                }
            }
        }
        resolution = 1 / Double(picture.millimetresPerPixel)
        detail = Double(sum) / Double(count)
        hairShare = Double(hair.share)
        clippedShare = Double(picture.clippedShare)
        paddingShare = Double(picture.paddingShare)
    }
}
