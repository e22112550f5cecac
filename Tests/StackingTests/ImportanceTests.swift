import Boosting
import Foundation
import Randomness
import Stacking
import Tables
import TestSupport
import Testing

/// What features and families are worth to a stack.
@Suite struct ImportanceTests {
    private let cohort: SyntheticStack

    init() throws {
        cohort = try SyntheticStack()
    }

    private func importance(
        of cohort: SyntheticStack,
        _ shuffling: ShufflingConfiguration,
        mode: StackMode = .both,
        family: (String) -> String = { $0 }
    ) throws -> StackImportance {
        var configuration = cohort.configuration
        configuration.mode = mode
        return try Places.withTemporaryFolder { folder in
            try cohort.fit(configuration, into: folder).stack.importance(
                cohort.inputs,
                labels: cohort.labels,
                folds: cohort.folds,
                family: family,
                shuffling: shuffling,
                threads: 2
            )
        }
    }

    /// The cohort with more columns.
    private func cohort(adding names: [String], _ columns: [[Float]]) throws -> SyntheticStack {
        var changed = cohort
        try changed.inputs.features.append(
            contentsOf: FeatureMatrix(names: names, columns: columns, rowCount: cohort.labels.count)
        )
        return changed
    }

    @Test func `What matters is found, by gain and by shuffling within patients`() throws {
        let all = ShufflingConfiguration(features: 100, lesions: 10_000, seed: 1)
        let found = try importance(of: cohort, all)
        #expect(abs(found.features.reduce(0) { $0 + $1.gainShare } - 1) < 1e-9)
        #expect(zip(found.features, found.features.dropFirst()).allSatisfy { $0.gainShare >= $1.gainShare })
        let byName = Dictionary(uniqueKeysWithValues: found.features.map { ($0.feature, $0) })
        let embedding = try #require(byName["lite0 embedding"]?.drop)
        let noise = try #require(byName["noise"]?.drop)
        #expect(embedding.auc > 0.02 && embedding.auc > noise.auc)
        #expect(abs(noise.auc) < 0.02)
        let few = try importance(of: cohort, ShufflingConfiguration(features: 1, lesions: 10_000, seed: 1))
        #expect(few.features[0] == found.features[0])
        #expect(few.features.dropFirst().allSatisfy { $0.drop == nil })
        #expect(few.families == found.families)
        let none = try importance(of: cohort, ShufflingConfiguration(features: 0, lesions: 10_000, seed: 1))
        #expect(none.features.allSatisfy { $0.drop == nil } && none.families.allSatisfy { $0.drop == nil })
    }

    /// Eight copies of one column stand in for each other when one is shuffled, and cannot when all are.
    @Test func `A family of copies is worth more than its members one by one`() throws {
        let size = cohort.inputs.features.columns[0]
        let names = (1...7).map { "size\($0)" }
        let copies = try cohort(adding: names, names.map { _ in size })
        let found = try importance(
            of: copies,
            ShufflingConfiguration(features: 100, lesions: 10_000, seed: 1),
            mode: .tabular
        ) { $0.hasPrefix("size") ? "sizes" : "others" }
        let family = try #require(found.families.first { $0.family == "sizes" })
        let members = found.features.filter { $0.family == "sizes" && $0.gainShare > 0 }
        #expect(members.count >= 4)
        #expect(family.features == members.count)
        #expect(abs(family.gainShare - members.reduce(0) { $0 + $1.gainShare }) < 1e-9)
        let joint = try #require(family.drop)
        #expect(joint.auc > 0.2, "shuffling all leaves next to nothing: \(joint.auc)")
        for member in members {
            let single = try #require(member.drop)
            #expect(single.auc < joint.auc / 2, "\(member.feature): \(single.auc) of \(joint.auc)")
        }
    }

    /// The columns of a family move by one permutation: where boosters know a lesion by several columns together, they
    /// still do.
    @Test func `A family of one feature is that feature`() throws {
        let found = try importance(of: cohort, ShufflingConfiguration(features: 100, lesions: 10_000, seed: 1))
        for family in found.families {
            let feature = try #require(found.features.first { $0.feature == family.family })
            #expect(family.drop == feature.drop && family.gainShare == feature.gainShare)
        }
    }

    /// A column that is the same for all of a patient's lesions tells them not apart: a shuffle within patients is no shuffle.
    @Test func `What a patient's lesions share is worth nothing within patients`() throws {
        let codes = cohort.inputs.groups.codes.map { Float($0) }
        let found = try importance(
            of: try cohort(adding: ["patient"], [codes]),
            ShufflingConfiguration(features: 100, lesions: 10_000, seed: 1)
        )
        let patient = try #require(found.features.first { $0.feature == "patient" })
        #expect(patient.drop.map { $0.auc == 0 && $0.partialAUC == 0 } ?? true)
    }

    @Test func `Where every lesion stands alone, values are shuffled among all lesions`() throws {
        var alone = cohort
        alone.inputs.groups = TextColumn(cohort.inputs.ids)
        let found = try importance(
            of: alone,
            ShufflingConfiguration(features: 100, lesions: 10_000, seed: 1),
            mode: .tabular
        )
        let size = try #require(found.features.first { $0.feature == "size" }?.drop)
        #expect(size.auc > 0.1)
    }
}
