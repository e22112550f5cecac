public import Tables

extension StackInputs {
    /// What a fine-tuned image model says about every lesion.
    public struct ImageModel: Sendable {
        /// The model's name; the columns begin with it.
        public let name: String
        /// Logits `[fold models, lesions]`, or `[1, lesions]` out of fold; NaN is missing.
        let logits: [[Float]]
        /// Embeddings, one matrix for each row of logits; empty where the stack does not use them.
        let embeddings: [FeatureMatrix]
        /// The fold model that scored each lesion; nil for new lesions, which every fold model scores.
        let foldModelOfLesion: [Int]?
        /// For training on embeddings: what each fold model's space is aligned by.
        let alignmentSamples: [AlignmentSample]

        /// Scores for training: each lesion was scored by the fold model that did not learn from its fold.
        ///
        /// - Parameters:
        ///   - name: the model's name.
        ///   - logits: one per lesion.
        ///   - embeddings: one row per lesion, where embeddings are stacked.
        ///   - foldModels: the fold of the image model that scored each lesion, where embeddings are stacked.
        ///   - alignmentSamples: one for each fold model, where embeddings are stacked.
        public init(
            name: String,
            outOfFoldLogits logits: [Float],
            embeddings: FeatureMatrix? = nil,
            foldModels: [Int]? = nil,
            alignmentSamples: [AlignmentSample] = []
        ) {
            self.name = name
            self.logits = [logits]
            self.embeddings = embeddings.map { [$0] } ?? []
            foldModelOfLesion = foldModels
            self.alignmentSamples = alignmentSamples
        }

        /// Scores of new lesions, `[folds, lesions]`: the j-th come from the model that did not learn from fold j.
        public init(name: String, foldLogits logits: [[Float]], foldEmbeddings embeddings: [FeatureMatrix] = []) {
            self.name = name
            self.logits = logits
            self.embeddings = embeddings
            foldModelOfLesion = nil
            alignmentSamples = []
        }
    }

    /// Lesions embedded by one fold's model: what its space is aligned by.
    ///
    /// They come from the folds that the model learned from. So the lesions it is applied to are as new to the alignment as
    /// those of later predictions.
    public struct AlignmentSample: Sendable {
        /// The lesions, as positions among the inputs.
        public let rows: [Int]
        /// `[rows, components]`.
        public let embeddings: FeatureMatrix

        /// Puts a sample together.
        public init(rows: [Int], embeddings: FeatureMatrix) {
            self.rows = rows
            self.embeddings = embeddings
        }
    }
}
