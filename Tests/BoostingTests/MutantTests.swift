import Boosting
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

/// Damaged model files. LightGBM alone died of 92 of 120 of them.
@Suite struct MutantTests {
    private static let count = 10_000

    /// A mutant that passes the check is loaded and used. That happens in a process of its own: were one harmful, it would end
    /// that process and not the tests.
    @Test func tenThousandMutantsAreRefusedOrHarmless() async {
        await #expect(processExitsWith: .success) { try MutantTests.loadMutants() }
    }

    private static func loadMutants() throws {
        let (features, text) = try model()
        let original = Array(text.utf8)
        var generator = SeededGenerator(seed: 20_240_101)
        var refused = 0
        for _ in 0..<count {
            let mutant = String(decoding: mutate(original, &generator), as: UTF8.self)
            do {
                let booster = try Booster(modelText: mutant)
                _ = try booster.rawScores(of: features, rows: [0, 1, 2, 3], threads: 1)
                _ = try booster.contributions(of: features, rows: [0], threads: 1)
            } catch let error as BoostingError where error.code == .damagedModel || error.code == .wrongFeatures {
                refused += 1
            }
        }
        // Neither a check that refuses everything nor one that refuses nothing would show anything.
        guard refused > count / 4, refused < count else { exit(3) }
    }

    /// A small model with splits of every kind: borders, missing values and sets of codes.
    private static func model() throws -> (features: FeatureMatrix, text: String) {
        let golden = try Golden.load()
        var features = try golden.features()
        let codes = golden.labels.enumerated().map { row, label in Float((2 * (row % 12) + 1 - label) % 9) }
        try features.append(contentsOf: FeatureMatrix(names: ["code"], columns: [codes], rowCount: codes.count))
        var configuration = golden.configuration
        configuration.rounds = 10
        let dataset = try BoostingDataset(
            features: features,
            labels: golden.labels,
            categories: ["code"],
            configuration: configuration,
            seed: 1,
            threads: 1
        )
        let text = try Booster.train(on: dataset, configuration: configuration, seed: 1).modelText
        guard text.contains("cat_threshold=") else { exit(4) }
        return (features, text)
    }

    private static func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        // The trees matter; the parameters at the end are not read.
        let end = (bytes.count * 4) / 5
        let position = generator.integer(below: end)
        switch generator.integer(below: 7) {
        case 0:
            bytes.removeLast(bytes.count - position)
        case 1:
            bytes[position] = UInt8(generator.integer(below: 256))
        case 2:
            // A digit for a digit: the hardest to notice.
            if let digit = bytes[position..<end].firstIndex(where: { (48...57).contains($0) }) {
                bytes[digit] = UInt8(48 + generator.integer(below: 10))
            }
        case 3:
            // A line goes.
            let start = bytes[..<position].lastIndex(of: 10) ?? 0
            let next = bytes[position...].firstIndex(of: 10) ?? end
            bytes.removeSubrange(start..<next)
        case 4:
            // A line stands twice.
            let start = (bytes[..<position].lastIndex(of: 10) ?? -1) + 1
            let next = (bytes[position...].firstIndex(of: 10) ?? end) + 1
            bytes.insert(contentsOf: bytes[start..<next], at: start)
        case 5:
            // Two numbers change places.
            let other = generator.integer(below: end)
            bytes.swapAt(position, other)
        default:
            // A number becomes negative.
            if let space = bytes[position..<end].firstIndex(of: 32) { bytes.insert(45, at: space + 1) }
        }
        return bytes
    }
}
