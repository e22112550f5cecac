import Boosting
import Foundation
import Storage
import TestSupport
import Testing

@testable import Stacking

@Suite struct ResumeTests {
    private let cohort: SyntheticStack

    init() throws { cohort = try SyntheticStack() }

    private func keptBoosters(_ folder: URL, _ configuration: StackConfiguration? = nil, inputsHash: String = "a")
        throws -> Int
    {
        let witness = Witness()
        _ = try cohort.fit(configuration, into: folder, inputsHash: inputsHash, progress: witness.progress)
        #expect(witness.notes.count == 6)
        return witness.notes.count { $0.hasSuffix("kept") }
    }

    @Test func finishedBoostersAreKeptAndTheResultIsTheSame() throws {
        try Places.withTemporaryFolder { folder in
            #expect(try keptBoosters(folder) == 0)
            let finished = try FileManifest.make(folder: folder)
            #expect(try keptBoosters(folder) == 6)
            #expect(try FileManifest.make(folder: folder) == finished)

            // One file is gone and one damaged: both are made again, the same.
            try FileManager.default.removeItem(at: folder.appending(path: "fold1/bag0.txt"))
            try AtomicFile.write("tree\n", to: folder.appending(path: "fold2/bag1.txt"))
            try FileManager.default.removeItem(at: folder.appending(path: "stack.json"))
            #expect(try keptBoosters(folder) == 4)
            #expect(try FileManifest.make(folder: folder) == finished)
        }
    }

    @Test func otherInputsOrSettingsTrainAgain() throws {
        try Places.withTemporaryFolder { folder in
            _ = try keptBoosters(folder)
            #expect(try keptBoosters(folder, inputsHash: "b") == 0)
            var configuration = cohort.configuration
            configuration.booster.rounds += 1
            #expect(try keptBoosters(folder, configuration, inputsHash: "b") == 0)
        }
    }

    @Test func damagedCheckpointsTrainAgain() throws {
        try Places.withTemporaryFolder { folder in
            _ = try keptBoosters(folder)
            try AtomicFile.write("{", to: folder.appending(path: "checkpoints.json"))
            #expect(try keptBoosters(folder) == 0)
        }
    }
}
