internal import Features
internal import Tables

/// The names of the inputs that a set of boosters was trained on, in the order of its columns.
struct StackLayout: Codable, Sendable, Equatable {
    /// An embedding and its components.
    struct Embedding: Codable, Sendable, Equatable {
        let name: String
        let components: [String]
    }

    /// A category and the 0-or-1 features of its levels, in the order of their codes.
    struct Category: Codable, Sendable, Equatable {
        let name: String
        let features: [String]
    }

    /// Tabular features that are columns as they are.
    let tabular: [String]
    /// Categories that are one column of codes each.
    let categories: [Category]
    /// Columns of the hospital, hidden in a share of the training lesions; they stand among the columns of a fold.
    let hospitals: [String]
    let hospitalCategory: Category?
    /// Whether features that need other patients stand among the columns of a fold.
    let hasFoldFeatures: Bool
    /// The frozen embeddings.
    let embeddings: [Embedding]
    /// Whether the frozen embeddings stand as principal components, among the columns of a fold.
    let projectsEmbeddings: Bool
    /// The image models whose embeddings are aligned, among the columns of a fold.
    let alignedModels: [Embedding]
    /// The image models whose logits are columns.
    let imageModels: [String]

    /// The column of the metadata that names the hospital.
    static let hospitalColumn = "attribution"

    /// The layout of training inputs for one part of a stack.
    init(_ inputs: StackInputs, _ part: StackPart, _ configuration: StackConfiguration) {
        let names = part.hasTabularFeatures ? inputs.features.names : []
        let groups = Self.categories(among: names)
        let native = configuration.categories == .native ? groups : []
        let hides = configuration.hospitalDropout > 0
        let hospital = hides ? groups.first { $0.name == Self.hospitalColumn } : nil
        categories = native.filter { $0 != hospital }
        hospitalCategory = native.first { $0 == hospital }
        hospitals = hospitalCategory == nil ? hospital?.features ?? [] : []
        let moved = Set(native.flatMap(\.features) + hospitals)
        tabular = names.filter { !moved.contains($0) }
        hasFoldFeatures = part.hasTabularFeatures && !configuration.foldFeatures.isEmpty
        embeddings =
            part.hasFrozenEmbeddings
            ? inputs.frozenEmbeddings.map { Embedding(name: $0.name, components: $0.matrix.names) } : []
        projectsEmbeddings = configuration.principalComponents > 0
        alignedModels =
            part.hasAlignedEmbeddings
            ? inputs.imageModels.map { Embedding(name: $0.name, components: $0.embeddings.first?.names ?? []) } : []
        imageModels = part.hasScalars ? inputs.imageModels.map(\.name) : []
    }

    /// Whether there is any column at all.
    var isEmpty: Bool {
        tabular.isEmpty && categories.isEmpty && hospitals.isEmpty && hospitalCategory == nil && embeddings.isEmpty
            && alignedModels.isEmpty && imageModels.isEmpty && !hasFoldFeatures
    }

    /// Whether columns depend on which fold's image model scored a lesion.
    var dependsOnFoldModels: Bool { !imageModels.isEmpty || !alignedModels.isEmpty }

    /// The tabular features that have to be there.
    var requiredFeatures: [String] {
        tabular + (categories + (hospitalCategory.map { [$0] } ?? [])).flatMap(\.features) + hospitals
    }

    /// One-hot features are named `column=level`.
    private static func categories(among names: [String]) -> [Category] {
        var order: [String] = []
        var features: [String: [String]] = [:]
        for name in names {
            guard let sign = name.firstIndex(of: "=") else { continue }
            let column = String(name[..<sign])
            if features[column] == nil { order.append(column) }
            features[column, default: []].append(name)
        }
        return order.map { Category(name: $0, features: features[$0] ?? []) }
    }
}
