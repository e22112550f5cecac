internal import Diagnostics
public import Tables

/// What the stack learns from, or predicts for: one row per lesion.
public struct StackInputs: Sendable {
    /// A frozen pretrained embedding: columns in one space, with no labels in it.
    public struct Embeddings: Sendable {
        /// The backbone's name; the columns begin with it.
        public let name: String
        /// `[lesions, components]`; NaN where a lesion has no crop.
        public let matrix: FeatureMatrix

        /// Names an embedding.
        public init(name: String, matrix: FeatureMatrix) {
            self.name = name
            self.matrix = matrix
        }
    }

    /// The lesions' names, for messages.
    public var ids: [String]
    /// The patient of each lesion, for patient-relative forms.
    public var groups: TextColumn
    /// The tabular features.
    public var features: FeatureMatrix
    /// The metadata of the lesions, for features that are fitted within folds; nil where there are none.
    public var metadata: Table?
    /// The frozen embeddings.
    public var frozenEmbeddings: [Embeddings]
    /// The fine-tuned image models.
    public var imageModels: [ImageModel]

    /// Puts the inputs together.
    public init(
        ids: [String],
        groups: TextColumn,
        features: FeatureMatrix,
        metadata: Table? = nil,
        frozenEmbeddings: [Embeddings] = [],
        imageModels: [ImageModel] = []
    ) {
        self.ids = ids
        self.groups = groups
        self.features = features
        self.metadata = metadata
        self.frozenEmbeddings = frozenEmbeddings
        self.imageModels = imageModels
    }

    /// How many lesions there are.
    public var rowCount: Int { ids.count }

    /// Checks that every part has one entry per lesion and that names are told apart.
    func checkShape() throws(StackingError) {
        var lengths: [(String, Int)] = [("patients", groups.count), ("features", features.rowCount)]
        if let metadata { lengths.append(("metadata", metadata.rowCount)) }
        lengths += frozenEmbeddings.map { ("embedding \($0.name)", $0.matrix.rowCount) }
        for model in imageModels {
            let name = "image model \(model.name)"
            lengths += model.logits.map { (name, $0.count) } + model.embeddings.map { (name, $0.rowCount) }
            if let foldModels = model.foldModelOfLesion { lengths.append((name, foldModels.count)) }
        }
        for (name, count) in lengths where count != rowCount {
            throw Self.wrong("the inputs have different lengths", at: name, expected: "\(rowCount)", found: "\(count)")
        }
        for names in [frozenEmbeddings.map(\.name), imageModels.map(\.name)] where Set(names).count != names.count {
            throw Self.wrong("two image inputs have the same name", found: names.joined(separator: ", "))
        }
    }

    /// The frozen embedding that an image model's embeddings are laid on: the one of the same backbone, else the first.
    func alignmentTarget(of model: ImageModel) -> Embeddings? {
        frozenEmbeddings.first { $0.name == model.name } ?? frozenEmbeddings.first
    }

    static func wrong(
        _ what: String,
        at location: String? = nil,
        expected: String? = nil,
        found: String? = nil,
        remedy: String? = nil
    ) -> StackingError {
        StackingError(.wrongInputs, Problem(what, at: location, expected: expected, found: found, remedy: remedy))
    }
}
