internal import Features
internal import Tables

/// Columns for boosters, and what each counts as when a score is explained.
struct StackColumns {
    private(set) var matrix: FeatureMatrix
    /// For every column: a feature's name, or the name of the embedding that it is a component of.
    private(set) var reasons: [String] = []
    /// The columns that hold codes of categories.
    private(set) var categories: [String] = []

    init(rowCount: Int) {
        matrix = FeatureMatrix(rowCount: rowCount)
    }

    /// Adds columns; those of one embedding share the reason `reason`.
    mutating func append(names: [String], _ columns: [[Float]], reason: String? = nil, areCodes: Bool = false) throws {
        try matrix.append(contentsOf: FeatureMatrix(names: names, columns: columns, rowCount: matrix.rowCount))
        reasons += names.map { reason ?? $0 }
        if areCodes { categories += names }
    }

    /// These columns with others on the right.
    func joined(with other: StackColumns) throws -> StackColumns {
        var all = self
        try all.matrix.append(contentsOf: other.matrix)
        all.reasons += other.reasons
        all.categories += other.categories
        return all
    }
}

/// Finds a layout's columns in inputs by their names; nothing is copied that need not be computed.
struct StackMatrix {
    private let inputs: StackInputs
    private let layout: StackLayout
    private let threads: Int
    private let frozen: [FeatureMatrix]
    private let models: [StackInputs.ImageModel]
    private let aligned: [StackInputs.ImageModel]
    /// `[fold models][image models]`: the columns of every model's logits.
    private let scalars: [[[[Float]]]]

    /// Looks everything up.
    ///
    /// - Throws: `StackingError` that lists absent columns.
    init(_ inputs: StackInputs, _ layout: StackLayout, threads: Int) throws {
        self.inputs = inputs
        self.layout = layout
        self.threads = threads
        frozen = try layout.embeddings.map { embedding in
            guard let given = inputs.frozenEmbeddings.first(where: { $0.name == embedding.name }) else {
                throw StackingError.missing([embedding.name], source: "frozen embeddings")
            }
            return try Self.select(embedding.components, of: given.matrix, source: "embedding \(embedding.name)")
        }
        let models = try Self.find(layout.imageModels, in: inputs)
        self.models = models
        aligned = try Self.find(layout.alignedModels.map(\.name), in: inputs)
        scalars = (0..<(models.first?.logits.count ?? 0)).map { foldModel in
            models.map { PatientRelativeScores.columns(logits: $0.logits[foldModel], groups: inputs.groups) }
        }
        let given = Set(inputs.features.names)
        let absent = layout.requiredFeatures.filter { !given.contains($0) }
        guard absent.isEmpty else { throw StackingError.missing(absent, source: "features") }
        for (model, wanted) in zip(aligned, layout.alignedModels)
        where !model.embeddings.allSatisfy({ $0.names == wanted.components }) || model.embeddings.isEmpty {
            throw StackingError.missing(
                ["\(wanted.components.count) components"],
                source: "embeddings of \(wanted.name)"
            )
        }
    }

    /// How many fold models scored every lesion: one for training (out of fold), all for new lesions; 0 without image models.
    var foldModelCount: Int { (models + aligned).first?.logits.count ?? 0 }

    /// The columns that are the same for every fold.
    func shared(foldModel: Int) throws -> StackColumns {
        var columns = StackColumns(rowCount: inputs.rowCount)
        let tabular = try Self.select(layout.tabular, of: inputs.features, source: "features")
        try columns.append(names: tabular.names, tabular.columns)
        for category in layout.categories {
            try columns.append(names: [category.name], [codes(category)], areCodes: true)
        }
        if !layout.projectsEmbeddings {
            for (embedding, matrix) in zip(layout.embeddings, frozen) {
                try columns.append(
                    names: embedding.components.map { "\(embedding.name)_\($0)" },
                    matrix.columns,
                    reason: Self.reason(embedding.name)
                )
            }
        }
        guard !models.isEmpty else { return columns }
        for (model, values) in zip(models, scalars[foldModel]) {
            try columns.append(names: PatientRelativeScores.names(model: model.name), values)
        }
        return columns
    }

    /// The columns that belong to one fold.
    ///
    /// - Parameter learnt: The features that need other patients, where they are there already: those of training lesions
    ///   are out of fold. Otherwise they are computed as for new lesions.
    func own(_ fitted: FoldColumns, foldModel: Int, learnt: FeatureMatrix? = nil) throws -> StackColumns {
        var columns = StackColumns(rowCount: inputs.rowCount)
        if let features = fitted.features {
            guard let values = try learnt ?? inputs.metadata.map(features.transform) else {
                throw StackingError.missing(features.requiredColumns, source: "metadata")
            }
            try columns.append(names: values.names, values.columns)
        }
        let hospitals = try Self.select(layout.hospitals, of: inputs.features, source: "features")
        try columns.append(names: hospitals.names, hospitals.columns)
        if let category = layout.hospitalCategory {
            try columns.append(names: [category.name], [codes(category)], areCodes: true)
        }
        for (index, projection) in fitted.projections.enumerated() {
            let name = layout.embeddings[index].name
            try columns.append(
                names: (0..<projection.count).map { "\(name)_pc\($0)" },
                projection.project(frozen[index], threads: threads),
                reason: Self.reason(name)
            )
        }
        for (model, maps) in zip(aligned, fitted.alignments) {
            try columns.append(
                names: (0..<(maps.first?.outputCount ?? 0)).map { "\(model.name)_aligned\($0)" },
                align(model, maps, foldModel: foldModel),
                reason: Self.reason(model.name)
            )
        }
        return columns
    }

    /// What the components of an embedding count as together.
    private static func reason(_ name: String) -> String { "\(name) embedding" }

    /// Every lesion's embedding in the frozen space: by the rotation of the fold model that made it.
    private func align(_ model: StackInputs.ImageModel, _ maps: [LinearMap], foldModel: Int) throws -> [[Float]] {
        let columns = model.embeddings[foldModel].columns
        let rows: [[Int]]
        if let foldModels = model.foldModelOfLesion {
            rows = maps.indices.map { fold in foldModels.indices.filter { foldModels[$0] == fold } }
        } else {
            rows = maps.indices.map { $0 == foldModel ? Array(0..<inputs.rowCount) : [] }
        }
        return LinearMap.apply(
            zip(maps, rows).map { (map: $0, columns: columns, rows: $1) },
            outputCount: maps.first?.outputCount ?? 0,
            rowCount: inputs.rowCount,
            threads: threads
        )
    }

    /// The number of the level of every lesion; missing where it has none of them.
    private func codes(_ category: StackLayout.Category) -> [Float] {
        var codes = [Float](repeating: .nan, count: inputs.rowCount)
        for (code, feature) in category.features.enumerated() {
            for (row, value) in (inputs.features[feature] ?? []).enumerated() where value == 1 {
                codes[row] = Float(code)
            }
        }
        return codes
    }

    private static func find(_ names: [String], in inputs: StackInputs) throws -> [StackInputs.ImageModel] {
        let models = try names.map { name in
            guard let model = inputs.imageModels.first(where: { $0.name == name }) else {
                throw StackingError.missing([name], source: "image models")
            }
            return model
        }
        for model in models where model.logits.count != models[0].logits.count {
            throw StackInputs.wrong(
                "the image models have different numbers of fold models",
                at: model.name,
                expected: "\(models[0].logits.count)",
                found: "\(model.logits.count)"
            )
        }
        return models
    }

    private static func select(_ names: [String], of matrix: FeatureMatrix, source: String) throws -> FeatureMatrix {
        if matrix.names == names { return matrix }
        let position = Dictionary(uniqueKeysWithValues: matrix.names.enumerated().map { ($1, $0) })
        let absent = names.filter { position[$0] == nil }
        guard absent.isEmpty else { throw StackingError.missing(absent, source: source) }
        return try FeatureMatrix(
            names: names,
            columns: names.compactMap { position[$0] }.map { matrix.columns[$0] },
            rowCount: matrix.rowCount
        )
    }
}
