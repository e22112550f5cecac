import Cohorts
import Diagnostics
import Features
import Morphometry
import Tables

/// Pixel measurements as the stack sees them.
enum PixelFeatures {
    /// The measurements, and each relative to the patient's other lesions where a patient has several.
    ///
    /// Where every lesion stands alone the relative columns would be missing throughout; they are left out.
    static func of(_ measurements: FeatureMatrix, groups: TextColumn) throws -> FeatureMatrix {
        var features = measurements
        if Set(groups.codes).count < groups.codes.count {
            try features.append(contentsOf: PatientRelativeColumns.of(measurements, groups: groups))
        }
        return features
    }

    /// What a stack that knows patients is given for a cohort where every lesion stands alone: the relative columns too.
    static func forPrediction(_ measurements: FeatureMatrix, groups: TextColumn) throws -> FeatureMatrix {
        var features = measurements
        try features.append(contentsOf: PatientRelativeColumns.of(measurements, groups: groups))
        return features
    }

    /// All that the values depend on besides the crops: names and formulas of the definition, and the field of view.
    static func definition(_ settings: RunConfiguration.PixelSettings) -> String {
        (["field of view \(settings.fieldOfView) mm, definition \(Morphometer.definitionVersion)"]
            + PixelMeasurement.all.map { "\($0.name): \($0.formula)" }).joined(separator: "\n")
    }
}

extension RunConfiguration.PixelSettings {
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
