/// How far a crop can be trusted.
struct QualityMeasures {
    /// The resolution in pixels per millimetre.
    let resolution: Double
    /// The mean absolute Laplacian of L* over neighbours one pixel away: low where the crop is blurred.
    let detail: Double
    let hairShare: Double
    let clippedShare: Double
    let paddingShare: Double

    init(_ picture: LabPicture, _ hair: HairMask, lightness: [Float]) {
        let width = picture.width
        var sum: Float = 0
        var count = 0
        lightness.withUnsafeBufferPointer { lightness in
            hair.isHair.withUnsafeBufferPointer { isHair in
                for row in 1..<picture.height &- 1 {
                    for place in row &* width &+ 1..<(row &+ 1) &* width &- 1 where !isHair[place] {
                        let beside = lightness[place &- 1] + lightness[place &+ 1]
                        let aboveAndBelow = lightness[place &- width] + lightness[place &+ width]
                        sum += abs(beside + aboveAndBelow - 4 * lightness[place])
                        count &+= 1
                    }
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
