import Imaging

@testable import Morphometry

/// The measurements of a crop by name.
struct Measured {
    let values: [String: Double]
    let outline: LesionOutline?

    init(_ image: RGBImage, fieldOfView: Double = 15) {
        let result = Morphometer(fieldOfView: fieldOfView)(image)
        values = Dictionary(uniqueKeysWithValues: zip(PixelMeasurement.names, result.values.map(Double.init)))
        outline = result.outline
    }

    init(_ scene: Scene, seed: UInt64 = 1) {
        self.init(scene.drawn(seed: seed), fieldOfView: scene.fieldOfView)
    }

    /// The value of `px_<name>`; NaN where there is none.
    subscript(_ name: String) -> Double { values["px_" + name] ?? .nan }

    var found: Bool { self["no_lesion"] == 0 }
}
