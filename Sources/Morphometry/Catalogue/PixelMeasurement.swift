import Foundation

/// A number that is measured on the pixels of a crop: a column `px_*`.
public struct PixelMeasurement: Sendable {
    /// What a measurement speaks to: a criterion of the clinical ABCDE rule, or the quality of the crop.
    public enum Criterion: String, Sendable, CaseIterable {
        /// Asymmetry of the shape and of the colours.
        case asymmetry = "A"
        /// Irregularity and sharpness of the border.
        case border = "B"
        /// Colours, their variation, and their contrast with the skin around.
        case colour = "C"
        /// Diameter and other measures of size.
        case diameter = "D"
        /// No criterion: the skin around and the quality of the crop.
        case surroundings = "-"
    }

    /// The name of the column.
    public let name: String
    /// How the value is computed.
    public let formula: String
    /// The unit; "1" for a number without one.
    public let unit: String
    /// What it speaks to.
    public let criterion: Criterion
    /// Where the definition comes from.
    public let source: String
    /// The value; NaN where it cannot be measured.
    let value: @Sendable (CropMeasures) -> Double

    /// What stands in the place of a unit for a number without one.
    public static let noUnit = "1"

    /// Every measurement, in the order of the columns.
    public static let all: [PixelMeasurement] =
        sizes + asymmetries + borders + colours + colourPatterns + surroundings + quality

    /// The names of the columns.
    public static let names: [String] = all.map(\.name)

    /// The name of the flag that is 1 where no lesion was found, and then every measurement of a lesion is NaN.
    public static let noLesionName = "px_no_lesion"

    /// What is said about a crop that is black all over: nothing but that there is no lesion.
    static let valuesOfBlack: [Float] = all.map { $0.name == noLesionName ? 1 : .nan }
}

// MARK: - Writing the catalogue

extension PixelMeasurement {
    static let ours = "measured by Cygnet"
    static let vendor = "measured by Cygnet, after the SLICE-3D column "

    /// A measurement of the lesion.
    static func lesion(
        _ name: String,
        _ unit: String,
        _ criterion: Criterion,
        like twin: String? = nil,
        _ formula: String,
        _ value: @escaping @Sendable (CropMeasures.Lesion) -> Double
    ) -> PixelMeasurement {
        PixelMeasurement(
            name: "px_" + name,
            formula: formula,
            unit: unit,
            criterion: criterion,
            source: twin.map { vendor + $0 } ?? ours
        ) { $0.lesion.map(value) ?? .nan }
    }

    /// A measurement of the whole crop.
    static func crop(
        _ name: String,
        _ unit: String,
        _ criterion: Criterion,
        _ formula: String,
        _ value: @escaping @Sendable (CropMeasures) -> Double
    ) -> PixelMeasurement {
        PixelMeasurement(
            name: "px_" + name,
            formula: formula,
            unit: unit,
            criterion: criterion,
            source: ours,
            value: value
        )
    }
}
