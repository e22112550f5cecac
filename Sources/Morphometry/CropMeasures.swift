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

        init(_ segmentation: Segmentation, _ picture: LabPicture, _ hair: HairMask) {
            let margin = picture.grid.pixels(ColourMeasures.skinReach) + 2
            let window = segmentation.lesion.bounds.widened(by: margin, in: picture.grid)
            let lesion = segmentation.lesion.seen(in: window)
            let border = SignedDistance(lesion)
            spots = SpotMeasures(segmentation)
            shape = ShapeMeasures(lesion)
            asymmetry = AsymmetryMeasures(lesion, segmentation.smoothed, shape)
            self.border = BorderMeasures(lesion, segmentation, border, shape)
            colour = ColourMeasures(lesion, border, shape, segmentation.smoothed, picture, hair)
            var sum: Float = 0
            lesion.forEach { _, _, place in sum += segmentation.distances[place] }
            let mean = sum / Float(lesion.count)
            contrastToNoise = Double((mean - segmentation.skin.level) / max(segmentation.skin.spread, 0.1))
        }
    }

    let quality: QualityMeasures
    let surroundings: SurroundingMeasures
    /// Nil where no lesion was found.
    let lesion: Lesion?
}
