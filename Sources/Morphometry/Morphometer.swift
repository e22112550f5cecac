public import Imaging

/// Measures the clinical ABCD criteria on lesion crops.
///
/// Finds the lesion in the middle of a crop (``LesionOutline``) and measures its asymmetry, border, colours and size, and
/// the quality of the crop: the columns of ``PixelMeasurement/all``.
public struct Morphometer: Sendable {
    /// The length of a crop's longer side in millimetres; 15 for the crops of SLICE-3D.
    public let fieldOfView: Double

    /// The longer side of the pixels that are measured; a larger image is shrunk to it first.
    public static let largestSide = 320

    /// Changes whenever values change though names and formulas do not: models keep to the definition they learned from.
    public static let definitionVersion = 2

    /// A morphometer for crops whose longer side shows `fieldOfView` millimetres, which must be above 0.
    public init(fieldOfView: Double = 15) {
        precondition(fieldOfView > 0, "a field of view is a length")
        self.fieldOfView = fieldOfView
    }

    /// Measures one crop.
    public func callAsFunction(_ image: RGBImage) -> Morphometry {
        let image = shrunk(image)
        guard let picture = LabPicture(image, fieldOfView: fieldOfView) else {
            return Morphometry(values: PixelMeasurement.valuesOfBlack, outline: nil)
        }
        let hair = HairMask(picture)
        let (smoothed, segmentation) = LesionSegmenter()(picture, hair: hair)
        let measures = CropMeasures(
            quality: QualityMeasures(picture, hair),
            surroundings: SurroundingMeasures(smoothed, picture, hair),
            lesion: segmentation.map { CropMeasures.Lesion($0, picture, hair) }
        )
        return Morphometry(
            values: PixelMeasurement.all.map { Float($0.value(measures)) },
            outline: segmentation.map { LesionOutline($0.lesion, picture, image) }
        )
    }

    private func shrunk(_ image: RGBImage) -> RGBImage {
        let side = max(image.width, image.height)
        guard side > Self.largestSide else { return image }
        let scale = Double(Self.largestSide) / Double(side)
        return image.resized(
            width: max(1, Int((Double(image.width) * scale).rounded())),
            height: max(1, Int((Double(image.height) * scale).rounded()))
        )
    }
}

/// What was measured on one crop.
public struct Morphometry: Sendable {
    /// The values of ``PixelMeasurement/all``, in its order; NaN where one cannot be measured.
    public let values: [Float]

    /// Where the lesion lies; nil where none stands out from the skin.
    public let outline: LesionOutline?
}
