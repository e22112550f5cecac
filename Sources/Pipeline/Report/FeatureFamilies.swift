import Cohorts
import Training

/// The family that a feature of the stack belongs to, by its name.
struct FeatureFamilies {
    private let models: [String]
    private let embeddings: [String]

    /// Knows the image models and embeddings of a run.
    init(_ record: RunRecord) {
        self.init(
            models: record.configuration.imageModels.map(\.backbone),
            embeddings: record.configuration.frozenEmbeddings.map(\.backbone) + record.embeddings.map(\.name)
        )
    }

    /// Knows the names of image models and of embeddings.
    init(models: [String], embeddings: [String]) {
        self.models = models
        self.embeddings = embeddings
    }

    /// What compares a lesion with the patient's others, in the name of a feature.
    private static let comparing = (
        prefixes: ["ud_", "local_outlier_factor", "nearest_lesion_", "farthest_lesion_", "share_of_patient_"],
        suffixes: [
            "_patient_norm", "_patient_rank", "_patient_max_ratio", "_site_norm", "_location_norm",
            "_location_simple_norm", "_tile_norm",
        ]
    )
    /// What all lesions of a patient share, in the name of a feature.
    private static let shared = (
        prefixes: ["count_per_", "area_sum_", "visit_count", "years_since_", "years_to_"], suffixes: ["_patient_mean"]
    )

    /// The family of a feature.
    func name(of feature: String) -> String {
        if let model = models.first(where: { feature.hasPrefix("\($0)_logit") }) { return "scores of \(model)" }
        if let embedding = (embeddings + models).first(where: { feature.hasPrefix($0) }) {
            return "embedding by \(embedding)"
        }
        if feature.hasPrefix("px_") { return "measured on the pixels" }
        if feature.contains("=") || feature.hasPrefix("te_") { return "sex, site, hospital, tile type" }
        if feature.hasSuffix("_hospital_norm") { return "compared with the hospital's other lesions" }
        if Self.matches(feature, Self.comparing) { return "compared with the patient's other lesions" }
        if Self.matches(feature, Self.shared) { return "the patient's lesions as a whole" }
        return ISICSchema.rawNumericColumns.contains(feature) ? "measurements as they are" : "formulas of measurements"
    }

    private static func matches(_ feature: String, _ words: (prefixes: [String], suffixes: [String])) -> Bool {
        words.prefixes.contains(where: feature.hasPrefix) || words.suffixes.contains(where: feature.hasSuffix)
    }
}
