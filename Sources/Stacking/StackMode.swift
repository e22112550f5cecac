internal import Tables

/// What the boosters see besides the tabular features, and how models are put together.
public enum StackMode: String, Codable, Sendable, CaseIterable {
    /// Tabular features only.
    case tabular
    /// The frozen pretrained embeddings: one space, no labels in it.
    case frozen
    /// The fine-tuned models' embeddings, laid on the frozen space: see ``OrthogonalAlignment``.
    case embeddings
    /// The fine-tuned models' logits and their patient-relative forms.
    case scalars
    /// Frozen embeddings and scalars.
    case both
    /// No booster sees another model: boosters over tabular features, boosters over frozen embeddings and every fine-tuned
    /// model score a lesion each for itself, and the mean of their ranks counts, by tables of out-of-fold scores.
    case rankAverage = "rank-average"
    /// Tries every other mode that the inputs allow and takes the one that an inner split prefers: see ``StackComparison``.
    case auto

    /// The modes that can be trained with these inputs, from the simplest on; `auto` is none of them.
    public static func available(for inputs: StackInputs) -> [StackMode] {
        let frozen = !inputs.frozenEmbeddings.isEmpty
        let models = !inputs.imageModels.isEmpty
        let aligned = frozen && models && inputs.imageModels.allSatisfy { !$0.alignmentSamples.isEmpty }
        return allCases.filter { mode in
            switch mode {
            case .tabular: !inputs.features.names.isEmpty
            case .frozen: frozen
            case .embeddings: aligned
            case .scalars: models
            case .both: frozen && models
            case .rankAverage: [!inputs.features.names.isEmpty, frozen, models].count { $0 } > 1
            case .auto: false
            }
        }
    }

    /// What is put together, in words.
    public var summary: String {
        switch self {
        case .tabular: "tabular features"
        case .frozen: "tabular features, frozen embeddings"
        case .embeddings: "tabular features, embeddings of the fine-tuned models on the frozen space"
        case .scalars: "tabular features, logits of the fine-tuned models"
        case .both: "tabular features, frozen embeddings, logits of the fine-tuned models"
        case .rankAverage: "the mean rank of models that do not see each other"
        case .auto: "the way that an inner split prefers"
        }
    }

    /// The parts that are trained apart: one set of boosters for each.
    var parts: [StackPart] {
        switch self {
        case .tabular: [.tabular]
        case .frozen: [.frozen]
        case .embeddings: [.embeddings]
        case .scalars: [.scalars]
        case .both: [.both]
        case .rankAverage: [.tabular, .frozenAlone]
        case .auto: []
        }
    }
}

/// A set of boosters over one choice of columns.
enum StackPart: String, Codable, Sendable {
    case tabular
    case frozen
    case embeddings
    case scalars
    case both
    /// Frozen embeddings without the tabular features.
    case frozenAlone = "frozen-alone"

    var hasTabularFeatures: Bool { self != .frozenAlone }
    var hasFrozenEmbeddings: Bool { self == .frozen || self == .both || self == .frozenAlone }
    var hasAlignedEmbeddings: Bool { self == .embeddings }
    var hasScalars: Bool { self == .scalars || self == .both }
}
