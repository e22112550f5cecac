import Diagnostics
import Features
import Morphometry

extension RunConfiguration {
    /// The configuration with an automatic choice about the pixel measurements made for a cohort.
    func settled(hasCrops: Bool) -> RunConfiguration {
        var settled = self
        if pixels.measured == .auto {
            let wanted = tabularFeatures && pixels.joins(featureFamily, hasCrops: hasCrops)
            settled.pixels.measured = wanted ? .always : .never
        }
        return settled
    }
}

extension RunConfiguration.PixelSettings {
    /// Whether the measurements belong to a family's features of a cohort.
    func joins(_ family: FeatureFamily, hasCrops: Bool) -> Bool {
        switch measured {
        case .auto: family == .extended && hasCrops
        case .always: true
        case .never: false
        }
    }

    /// All that the values depend on besides the crops: names and formulas of the definition, and the field of view.
    var definition: String {
        (["field of view \(fieldOfView) mm, definition \(Morphometer.definitionVersion)"]
            + PixelMeasurement.all.map { "\($0.name): \($0.formula)" }).joined(separator: "\n")
    }

    /// Checks the settings before anything is measured.
    ///
    /// - Throws: `RunError` where the field of view is no length.
    func check() throws {
        guard fieldOfView > 0, fieldOfView.isFinite else {
            throw RunError(
                Problem(
                    "the setting pixels.field_of_view is out of range",
                    expected: "a length above 0 in millimetres",
                    found: "\(fieldOfView)"
                ),
                category: .usage
            )
        }
    }
}

extension FeatureDescription {
    /// The description of a pixel measurement.
    init(_ measurement: PixelMeasurement) {
        self.init(
            name: measurement.name,
            formula: measurement.formula,
            unit: measurement.unit,
            source: measurement.source,
            criteria: ABCDCriterion(rawValue: measurement.criterion.rawValue).map { [$0] } ?? []
        )
    }
}
