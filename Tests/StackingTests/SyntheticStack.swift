import Boosting
import Diagnostics
import Foundation
import Randomness
import Stacking
import Synchronization
import Tables

/// A small cohort with a real signal: malignant lesions are larger, and stand out in an image model's logit.
struct SyntheticStack {
    var inputs: StackInputs
    var labels: [Int]
    var folds: [Int]
    /// Logits of new lesions by every fold's image model, `[folds, lesions]`.
    let foldLogits: [[Float]]

    static let foldCount = 3

    init(patients: Int = 45, lesionsPerPatient: Int = 14, seed: UInt64 = 1) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = patients * lesionsPerPatient
        var size: [Float] = []
        var noise: [Float] = []
        var logits: [Float] = []
        var components = [[Float]](repeating: [], count: 6)
        labels = []
        folds = []
        var names: [String] = []
        for patient in 0..<patients {
            let habit = generator.normal()
            for _ in 0..<lesionsPerPatient {
                let label = generator.chance(0.12) ? 1 : 0
                let hidden = generator.normal(mean: 1.4 * Double(label))
                labels.append(label)
                folds.append(patient % Self.foldCount)
                names.append("P\(patient)")
                size.append(Float(hidden + 0.5 * generator.normal()))
                noise.append(generator.chance(0.2) ? .nan : Float(generator.normal()))
                logits.append(Float(habit + hidden + generator.normal()))
                for component in components.indices {
                    components[component].append(Float(hidden * Double(component % 2) + generator.normal()))
                }
            }
        }
        foldLogits = (0..<Self.foldCount).map { fold in logits.map { $0 + 0.3 * Float(fold) } }
        inputs = StackInputs(
            ids: (0..<rows).map { "ISIC_\($0)" },
            groups: TextColumn(names),
            features: try FeatureMatrix(names: ["size", "noise"], columns: [size, noise], rowCount: rows),
            frozenEmbeddings: [
                .init(
                    name: "lite0",
                    matrix: try FeatureMatrix(
                        names: components.indices.map { "e\($0)" },
                        columns: components,
                        rowCount: rows
                    )
                )
            ],
            imageModels: [.init(name: "nano", outOfFoldLogits: logits)]
        )
    }

    /// The same lesions as if they were new.
    var newLesions: StackInputs {
        var new = inputs
        new.imageModels = [.init(name: "nano", foldLogits: foldLogits)]
        return new
    }

    var configuration: StackConfiguration {
        var configuration = StackConfiguration()
        configuration.bags = 2
        configuration.booster.rounds = 40
        configuration.booster.learningRate = 0.1
        return configuration
    }

    func fit(
        _ configuration: StackConfiguration? = nil,
        into folder: URL,
        seed: UInt64 = 9,
        inputsHash: String = "a",
        progress: Diagnostics.Progress = .silent
    ) throws -> StackResult {
        try Stack(configuration: configuration ?? self.configuration, seed: seed).fit(
            inputs,
            labels: labels,
            folds: folds,
            into: folder,
            inputsHash: inputsHash,
            threads: 2,
            progress: progress
        )
    }
}

/// Remembers what was reported.
final class Witness: Sendable {
    private let events = Mutex<[ProgressEvent]>([])

    var progress: Diagnostics.Progress {
        Diagnostics.Progress { event in self.events.withLock { $0.append(event) } }
    }

    var warnings: [String] {
        events.withLock { $0 }.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }

    /// The notes of finished boosters.
    var notes: [String] {
        events.withLock { $0 }.compactMap { if case .advanced(_, _, let note) = $0 { note } else { nil } }
    }
}
