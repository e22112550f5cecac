internal import Features
internal import Randomness
internal import Tables

/// What was fitted on a fold's training lesions and makes columns of its own: it never saw the lesions it is judged on.
struct FoldColumns: Codable, Sendable, Equatable {
    /// One for each frozen embedding; empty where embeddings are taken whole.
    let projections: [PrincipalComponents]
    /// `[image models][fold models]`: how each fold model's embeddings come to the frozen space.
    let alignments: [[LinearMap]]
    /// Features that need other patients; nil where there are none.
    let features: FittedFoldFeatures?

    /// Fits everything on the lesions at `rows`.
    ///
    /// - Parameter features: What was learnt of other patients on the same lesions.
    /// - Throws: `StackingError` where image models bring nothing to be aligned by.
    init(
        _ inputs: StackInputs,
        _ layout: StackLayout,
        _ configuration: StackConfiguration,
        rows: [Int],
        features: FittedFoldFeatures? = nil,
        seed: UInt64
    ) throws {
        self.features = features
        projections =
            layout.projectsEmbeddings
            ? layout.embeddings.compactMap { embedding in
                inputs.frozenEmbeddings.first { $0.name == embedding.name }
            }.map { PrincipalComponents($0.matrix, rows: rows, count: configuration.principalComponents, seed: seed) }
            : []
        let training = Set(layout.alignedModels.isEmpty ? [] : rows)
        alignments = try layout.alignedModels.map { wanted in
            guard let model = inputs.imageModels.first(where: { $0.name == wanted.name }),
                !model.alignmentSamples.isEmpty, model.foldModelOfLesion != nil,
                let target = inputs.alignmentTarget(of: model)
            else {
                throw StackInputs.wrong(
                    "embeddings of fine-tuned models can only be stacked when they can be aligned",
                    at: "image model \(wanted.name)",
                    expected: "a frozen embedding of the same lesions",
                    remedy: "Add one to frozen_embeddings, or use another stack.mode"
                )
            }
            return model.alignmentSamples.map { sample in
                let kept = sample.rows.indices.filter { training.contains(sample.rows[$0]) }
                return OrthogonalAlignment.fit(
                    sample.embeddings.columns.map { column in kept.map { column[$0] } },
                    target: target.matrix.columns.map { column in kept.map { column[sample.rows[$0]] } }
                )
            }
        }
    }

    /// Whether every map read from a file has the numbers that its shape says.
    var isWhole: Bool {
        projections.allSatisfy(\.map.isWhole) && alignments.allSatisfy { $0.allSatisfy(\.isWhole) }
    }
}

/// Hides the hospital of some training lesions, as if it were one nobody has seen.
struct HospitalDropout {
    /// The share of lesions whose hospital is hidden.
    let share: Double

    /// Returns columns whose hospital is unknown in the drawn lesions: every level 0, a code missing.
    func hide(_ columns: StackColumns, _ layout: StackLayout, seed: UInt64) throws -> StackColumns {
        let learnt = Set(columns.matrix.names.filter(FittedFoldFeatures.readsHospital))
        let names = Set(layout.hospitals + (layout.hospitalCategory.map { [$0.name] } ?? [])).union(learnt)
        guard share > 0, !names.isEmpty else { return columns }
        var generator = SeededGenerator(seed: seed, keys: 0x686F_7370)
        let hidden = (0..<columns.matrix.rowCount).map { _ in generator.chance(share) }
        var result = StackColumns(rowCount: columns.matrix.rowCount)
        for (position, name) in columns.matrix.names.enumerated() {
            var values = columns.matrix.columns[position]
            let isCode = columns.categories.contains(name)
            let hiddenValue: Float = isCode || learnt.contains(name) ? .nan : 0
            if names.contains(name) {
                for row in values.indices where hidden[row] { values[row] = hiddenValue }
            }
            try result.append(names: [name], [values], reason: columns.reasons[position], areCodes: isCode)
        }
        return result
    }
}
