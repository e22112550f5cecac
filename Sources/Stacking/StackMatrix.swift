internal import Diagnostics
internal import Tables

/// The names of the inputs a stack was trained on, in the order of its columns.
struct StackLayout: Codable, Sendable, Equatable {
    struct Embedding: Codable, Sendable, Equatable {
        let name: String
        let components: [String]
    }

    let tabular: [String]
    let embeddings: [Embedding]
    let imageModels: [String]

    /// The layout of training inputs under a configuration.
    init(_ inputs: StackInputs, _ columns: StackColumns) {
        tabular = inputs.features.names
        embeddings =
            columns.haveEmbeddings
            ? inputs.frozenEmbeddings.map { Embedding(name: $0.name, components: $0.matrix.names) } : []
        imageModels = columns.haveScalars ? inputs.imageModels.map(\.name) : []
    }
}

/// Columns of the stack, put together from references to the inputs' columns: nothing is copied.
struct StackMatrix {
    /// Tabular features, then embeddings.
    let fixed: FeatureMatrix

    /// The embeddings' names and where their columns stand in `fixed`.
    let embeddingColumns: [(name: String, columns: Range<Int>)]

    /// Image scalars `[fold models]`: one matrix for training, one per fold model for new lesions.
    let scalars: [FeatureMatrix]

    /// Takes the layout's columns from inputs by their names; `projections` replace embeddings by their components.
    ///
    /// - Throws: `StackingError` that lists every absent column.
    init(_ inputs: StackInputs, _ layout: StackLayout, _ projections: [PrincipalComponents]) throws {
        var fixed = try Self.columns(layout.tabular, of: inputs.features, rows: inputs.rowCount, source: "features")
        var embeddingColumns: [(name: String, columns: Range<Int>)] = []
        for (position, embedding) in layout.embeddings.enumerated() {
            guard let given = inputs.frozenEmbeddings.first(where: { $0.name == embedding.name }) else {
                throw Self.missing([embedding.name], source: "frozen embeddings")
            }
            let whole = try Self.columns(
                embedding.components,
                of: given.matrix,
                rows: inputs.rowCount,
                source: "embedding \(embedding.name)"
            )
            let columns = projections.isEmpty ? whole.columns : projections[position].project(whole)
            let label = projections.isEmpty ? embedding.components : columns.indices.map { "pc\($0)" }
            let named = try FeatureMatrix(
                names: label.map { "\(embedding.name)_\($0)" },
                columns: columns,
                rowCount: inputs.rowCount
            )
            embeddingColumns.append((embedding.name, fixed.names.count..<fixed.names.count + named.names.count))
            try fixed.append(contentsOf: named)
        }
        self.fixed = fixed
        self.embeddingColumns = embeddingColumns
        scalars = try Self.scalars(inputs, layout)
    }

    /// All columns, with the scalars of one fold model.
    func columns(foldModel: Int) throws -> FeatureMatrix {
        guard !scalars.isEmpty else { return fixed }
        var all = fixed
        try all.append(contentsOf: scalars[foldModel])
        return all
    }

    private static func scalars(_ inputs: StackInputs, _ layout: StackLayout) throws -> [FeatureMatrix] {
        var matrices: [FeatureMatrix] = []
        for name in layout.imageModels {
            guard let model = inputs.imageModels.first(where: { $0.name == name }) else {
                throw missing([name], source: "image models")
            }
            if matrices.isEmpty {
                matrices = Array(repeating: FeatureMatrix(rowCount: inputs.rowCount), count: model.logits.count)
            }
            guard matrices.count == model.logits.count else {
                throw StackInputs.wrong(
                    "the image models have different numbers of fold models",
                    at: name,
                    expected: "\(matrices.count)",
                    found: "\(model.logits.count)"
                )
            }
            for (position, logits) in model.logits.enumerated() {
                let columns = PatientRelativeScores.columns(logits: logits, groups: inputs.groups)
                try matrices[position].append(
                    contentsOf: FeatureMatrix(
                        names: PatientRelativeScores.names(model: name),
                        columns: columns,
                        rowCount: inputs.rowCount
                    )
                )
            }
        }
        return matrices
    }

    private static func columns(
        _ names: [String],
        of matrix: FeatureMatrix,
        rows: Int,
        source: String
    ) throws -> FeatureMatrix {
        if matrix.names == names { return matrix }
        let position = Dictionary(uniqueKeysWithValues: matrix.names.enumerated().map { ($1, $0) })
        let absent = names.filter { position[$0] == nil }
        guard absent.isEmpty else { throw missing(absent, source: source) }
        return try FeatureMatrix(
            names: names,
            columns: names.compactMap { position[$0] }.map { matrix.columns[$0] },
            rowCount: rows
        )
    }

    private static func missing(_ names: [String], source: String) -> StackingError {
        let listed = names.prefix(12).joined(separator: ", ")
        return StackingError(
            .missingColumns,
            Problem(
                "the stack was trained on columns that are absent",
                at: source,
                expected: names.count > 12 ? "\(listed) and \(names.count - 12) more" : listed,
                remedy: "Predict with a cohort that has the columns of the training cohort"
            )
        )
    }
}
