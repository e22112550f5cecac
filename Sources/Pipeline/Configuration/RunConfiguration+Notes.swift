import Stacking
import Training

extension RunConfiguration {
    /// Whether any network looks at crops.
    var usesNetworks: Bool { !frozenEmbeddings.isEmpty || !imageModels.isEmpty }

    /// Whether anything looks at crops.
    var usesImages: Bool { usesNetworks || measuresPixels }

    /// Whether the ABCD criteria are measured on the crops; an automatic choice must be settled first.
    var measuresPixels: Bool { pixels.measured == .always }

    /// Whether there are features besides what networks see.
    var usesFeatures: Bool { tabularFeatures || measuresPixels }

    /// The names of the stages that make embeddings and image models.
    var imageStageNames: [String] {
        frozenEmbeddings.map { "images/\($0.backbone)/embeddings" } + imageModels.map { "images/\($0.backbone)" }
            + (alignsEmbeddings ? imageModels.map { "images/\($0.backbone)/alignment" } : [])
    }

    /// Whether the fine-tuned models' embeddings are laid on a frozen one, to be stacked.
    var alignsEmbeddings: Bool {
        !imageModels.isEmpty && (stack.mode == .embeddings || (stack.mode == .auto && !frozenEmbeddings.isEmpty))
    }

    /// What the user should know about how the models are made.
    func notes(labels: [Int]) -> [String] {
        var notes = imageModels.filter { $0.weights == "none" }.map {
            "\($0.backbone) starts from timm's initialisation, without pretrained weights: its backbone learns at the "
                + "head's rate, \($0.headLearningRate)"
        }
        if !excludedColumns.isEmpty {
            notes.append("no feature is made from the excluded columns " + excludedColumns.joined(separator: ", "))
        }
        if benignLimit > 0 {
            notes.append("at most \(benignLimit) benign lesions were used; \(labels.count { $0 == 0 }) are in this run")
        }
        return notes
    }
}
