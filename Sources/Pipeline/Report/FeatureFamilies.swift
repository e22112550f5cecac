import Cohorts
import Training

/// The family that a feature of the stack belongs to, by its name.
struct FeatureFamilies {
    private let models: [String]
    private let embeddings: [String]

    init(_ record: RunRecord) {
        models = record.configuration.imageModels.map(\.backbone)
        embeddings = record.configuration.frozenEmbeddings.map(\.backbone) + record.embeddings.map(\.name)
    }

    func name(of feature: String) -> String {
        if let model = models.first(where: { feature.hasPrefix("\($0)_logit") }) { return "scores of \(model)" }
        if let embedding = (embeddings + models).first(where: { feature.hasPrefix($0) }) {
            return "embedding by \(embedding)"
        }
        if feature.hasPrefix("px_") { return "measured on the pixels" }
        if feature.contains("=") { return "sex, site, hospital, tile type" }
        if feature.hasSuffix("_patient_norm") { return "compared with the patient's other lesions" }
        return ISICSchema.rawNumericColumns.contains(feature) ? "measurements as they are" : "formulas of measurements"
    }
}
