import Boosting
import Diagnostics
import Foundation
import Storage
import Tables
import TestSupport
import Testing

@testable import Stacking

@Suite struct StackBadInputTests {
    private var cohort: SyntheticStack

    init() throws { cohort = try SyntheticStack(patients: 24) }

    private func stackingError(_ cohort: SyntheticStack, _ configuration: StackConfiguration? = nil) throws
        -> StackingError
    {
        try Places.withTemporaryFolder { folder in
            let error = #expect(throws: StackingError.self) { try cohort.fit(configuration, into: folder) }
            return try #require(error)
        }
    }

    @Test func aPatientInTwoFoldsIsRefused() throws {
        var broken = cohort
        broken.folds[3] = 1
        let error = try stackingError(broken)
        #expect(error.code == .wrongInputs)
        #expect(error.problem.location == "lesion ISIC_3")
        #expect(error.category == .badData)
    }

    @Test func trainingFoldsOfOneClassAreRefused() throws {
        var broken = cohort
        for row in broken.labels.indices where broken.folds[row] != 2 { broken.labels[row] = 0 }
        let error = try stackingError(broken)
        #expect(error.code == .oneClass)
        #expect(error.problem.remedy != nil)
    }

    @Test func aFoldWithoutMalignantLesionsIsAWarning() throws {
        var odd = cohort
        for row in odd.labels.indices where odd.folds[row] == 2 { odd.labels[row] = 0 }
        try Places.withTemporaryFolder { folder in
            let witness = Witness()
            let result = try odd.fit(into: folder, progress: witness.progress)
            #expect(result.outOfFoldProbabilities.count == odd.labels.count)
            #expect(witness.warnings.contains { $0.contains("fold 2 has no malignant lesion") })
        }
    }

    @Test func labelsFoldsAndLengthsAreChecked() throws {
        var broken = cohort
        broken.labels[0] = 7
        #expect(try stackingError(broken).problem.location == "lesion ISIC_0")
        broken = cohort
        broken.labels.removeLast()
        #expect(try stackingError(broken).problem.location == "labels")
        broken = cohort
        broken.folds = broken.folds.map { $0 + 1 }
        #expect(try stackingError(broken).code == .wrongInputs)
        broken = cohort
        broken.folds = broken.folds.map { _ in 0 }
        #expect(try stackingError(broken).code == .wrongInputs)
        broken = cohort
        broken.inputs.imageModels = [.init(name: "nano", outOfFoldLogits: [1, 2])]
        #expect(try stackingError(broken).problem.location == "image model nano")
        broken = cohort
        broken.inputs.imageModels += broken.inputs.imageModels
        #expect(try stackingError(broken).code == .wrongInputs)
        broken = cohort
        broken.inputs = broken.newLesions
        #expect(try stackingError(broken).problem.what.contains("out-of-fold"))
    }

    @Test func settingsOutOfRangeAreUsageErrors() throws {
        let changes: [(inout StackConfiguration) -> Void] = [
            { $0.bags = 0 }, { $0.leastPositiveShare = -1 }, { $0.negativesPerPositive = 0 },
            { $0.principalComponents = -1 }, { $0.hospitalDropout = 1.5 }, { $0.alignmentLesions = 0 },
            { $0.hospitalDropout = .nan }, { $0.earlyStoppingShare = 0.9 },
        ]
        for change in changes {
            var configuration = cohort.configuration
            change(&configuration)
            let error = try stackingError(cohort, configuration)
            #expect(error.code == .invalidConfiguration)
            #expect(error.category == .usage)
        }
    }

    @Test func anInfiniteLogitIsRefusedWithItsPlace() throws {
        var broken = cohort
        var logits = broken.foldLogits[0]
        logits[5] = .infinity
        broken.inputs.imageModels = [.init(name: "nano", outOfFoldLogits: logits)]
        try Places.withTemporaryFolder { folder in
            let error = #expect(throws: BoostingError.self) { try broken.fit(into: folder) }
            #expect(error?.code == .infiniteValue)
            #expect(error?.problem.location == "feature nano_logit, row 5")
        }
    }

    @Test func constantAndAllMissingColumnsAreHarmless() throws {
        var odd = cohort
        let rows = odd.labels.count
        try odd.inputs.features.append(
            contentsOf: FeatureMatrix(
                names: ["constant", "missing"],
                columns: [Array(repeating: 2, count: rows), Array(repeating: .nan, count: rows)],
                rowCount: rows
            )
        )
        try Places.withTemporaryFolder { folder in
            let stack = try odd.fit(into: folder).stack
            #expect(try stack.predict(odd.newLesions).count == rows)
        }
    }

    /// Two hundred patients with a few lesions each in one fold, and the whole rest two large ones: folds of unlike patients.
    @Test func manySmallPatientsInOneFoldTrain() throws {
        var odd = try SyntheticStack(patients: 45, lesionsPerPatient: 14)
        odd.inputs.groups = TextColumn(
            odd.folds.enumerated().map { row, fold in fold == 0 ? "small\(row % 200)" : "large\(fold)" }
        )
        try Places.withTemporaryFolder { folder in
            let result = try odd.fit(into: folder)
            #expect(result.outOfFoldProbabilities.allSatisfy { $0 > 0 && $0 < 1 })
        }
    }

    @Test func anInfiniteFeatureIsRefusedWithItsPlace() throws {
        for value in [Float.infinity, -.infinity] {
            var broken = cohort
            var columns = broken.inputs.features.columns
            columns[0][7] = value
            broken.inputs.features = try FeatureMatrix(
                names: broken.inputs.features.names,
                columns: columns,
                rowCount: columns[0].count
            )
            try Places.withTemporaryFolder { folder in
                let error = #expect(throws: BoostingError.self) { try broken.fit(into: folder) }
                #expect(error?.code == .infiniteValue)
                #expect(error?.problem.location == "feature size, row 7")
                let stack = try cohort.fit(into: folder.appending(path: "good")).stack
                var new = cohort.newLesions
                new.features = broken.inputs.features
                #expect(throws: BoostingError.self) { try stack.predict(new) }
            }
        }
    }

    /// Each lesion its own patient, as `--group-by isic_id` has it: the patient-relative forms are missing.
    @Test func lesionsWithoutPatientsTrain() throws {
        var alone = cohort
        alone.inputs.groups = TextColumn(alone.inputs.ids)
        try Places.withTemporaryFolder { folder in
            _ = try alone.fit(into: folder)
        }
    }

    @Test func absentInputsAtPredictionAreNamed() throws {
        try Places.withTemporaryFolder { folder in
            let stack = try cohort.fit(into: folder).stack
            let rows = cohort.labels.count
            func error(_ change: (inout StackInputs) throws -> Void) throws -> StackingError {
                var inputs = cohort.newLesions
                try change(&inputs)
                return try #require(#expect(throws: StackingError.self) { try stack.predict(inputs) })
            }
            let noSize = try error {
                $0.features = try FeatureMatrix(
                    names: ["noise"],
                    columns: [[Float](repeating: 0, count: rows)],
                    rowCount: rows
                )
            }
            #expect(noSize.code == .missingColumns)
            #expect(noSize.problem.expected == "size")
            #expect(try error { $0.frozenEmbeddings = [] }.problem.expected == "lite0")
            #expect(try error { $0.imageModels = [] }.problem.expected == "nano")
            #expect(
                try error { $0.imageModels = [.init(name: "nano", foldLogits: [cohort.foldLogits[0]])] }.code
                    == .wrongInputs
            )

            // Further columns and another order are fine.
            var more = cohort.newLesions
            let columns = more.features.columns
            more.features = try FeatureMatrix(
                names: ["noise", "extra", "size"],
                columns: [columns[1], columns[1], columns[0]],
                rowCount: rows
            )
            #expect(try stack.predict(more) == stack.predict(cohort.newLesions))
        }
    }

    @Test func aDamagedStackIsRefused() throws {
        try Places.withTemporaryFolder { folder in
            _ = try cohort.fit(into: folder)
            let booster = folder.appending(path: "fold1/bag1.txt")
            let text = try String(contentsOf: booster, encoding: .utf8)
            try AtomicFile.write(text.replacing("shrinkage=0.1", with: "shrinkage=0.2"), to: booster)
            let damaged = #expect(throws: BoostingError.self) { try FittedStack.load(folder) }
            #expect(damaged?.code == .damagedModel)
            try FileManager.default.removeItem(at: booster)
            #expect(throws: (any Error).self) { try FittedStack.load(folder) }
            let state = folder.appending(path: "stack.json")
            let json = try String(contentsOf: state, encoding: .utf8)
            try AtomicFile.write(json.replacing("\"format\" : 2", with: "\"format\" : 1"), to: state)
            #expect(throws: StackingError.self) { try FittedStack.load(folder) }
            try AtomicFile.write("{}", to: state)
            #expect(throws: StorageError.self) { try FittedStack.load(folder) }
        }
    }
}
