/// Everything that is measured on one crop.
struct CropMeasures {
    /// What is measured on a lesion.
    struct Lesion {
        let shape: ShapeMeasures
        let asymmetry: AsymmetryMeasures
        let border: BorderMeasures
        let colour: ColourMeasures
        let spots: SpotMeasures
        /// The mean colour distance of the lesion from the skin, in spreads of the skin itself.
        let contrastToNoise: Double

        init(_ whole: Segmentation, _ wholePicture: LabPicture, _ hair: HairMask) {
            spots = SpotMeasures(whole, wholePicture)
            let margin = wholePicture.pixels(ColourMeasures.skinReach) + 2
            let window = whole.bounds.widened(by: margin, width: wholePicture.width, height: wholePicture.height)
            let segmentation = whole.cut(window)
            let picture = LabPicture(wholePicture, in: window)
            let isHair = window.cut(hair.isHair, rowLength: wholePicture.width)
            let border = SignedDistance(segmentation.lesion)
            shape = ShapeMeasures(segmentation, picture)
            asymmetry = AsymmetryMeasures(segmentation, shape)
            self.border = BorderMeasures(segmentation, border, shape, picture)
            colour = ColourMeasures(segmentation, border, shape, picture, isHair)
            let mean =
                segmentation.places.reduce(0) { $0 + segmentation.distances[$1] } / Float(segmentation.places.count)
            contrastToNoise = Double((mean - segmentation.skin.level) / max(segmentation.skin.spread, 0.1))
        }
    }

    let quality: QualityMeasures
    let surroundings: SurroundingMeasures
    /// Nil where no lesion was found.
    let lesion: Lesion?
}
