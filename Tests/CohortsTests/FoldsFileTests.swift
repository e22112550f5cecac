import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Cohorts
@testable import Tables

@Suite("Hospitals and files of folds")
struct FoldTests {
    @Test("Each hospital is one fold, by name")
    func hospitals() throws {
        let column = TextColumn(["Vienna", "Basel", "Vienna", "Athens"])
        let folds = try HospitalFolds(hospitals: column, groups: TextColumn(["p", "q", "r", "s"]))
        #expect(folds.hospitals == ["Athens", "Basel", "Vienna"])
        #expect(folds.folds == [2, 1, 2, 0])
        #expect(throws: CohortError.self) { try HospitalFolds.assign(hospitals: ["Basel", "Basel"]) }
        #expect(throws: CohortError.self) { try HospitalFolds(hospitals: TextColumn(["Basel", nil])) }
        #expect(throws: CohortError.self) {
            try HospitalFolds(hospitals: column, groups: TextColumn(["p", "q", "r", "p"]))
        }
    }

    @Test("Folds are written and read back in the order of the cohort")
    func roundTrip() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "folds.csv")
            try FoldsFile.write(ids: ["a", "b", "c"], folds: [0, 1, 2], to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "isic_id,fold\na,0\nb,1\nc,2\n")
            #expect(try FoldsFile.read(file, ids: ["c", "a", "b"]) == [2, 0, 1])
        }
    }

    @Test(
        "Wrong folds are refused",
        arguments: [
            ("isic_id,fold\na,0\n", "1 of 2 lesions have no fold, such as b"),
            ("isic_id,fold\na,0\nb,0.5\n", "a fold is wrong"),
            ("isic_id,fold\na,0\nb,\n", "a fold is wrong"),
            ("isic_id,fold\na,0\nb,-1\n", "a fold is wrong"),
            ("isic_id,fold\na,0\nb,1\na,1\n", "the isic_id a occurs twice"),
            ("isic_id,fold\na,0\nb,2\n", "the folds are not numbered 0, 1, 2 and so on"),
            ("isic_id,fold\na,0\nb,0\n", "the folds are not numbered 0, 1, 2 and so on"),
            ("isic_id,fold\na,0\nb,1\n", "patient stands in two folds, 0 and 1"),
        ]
    )
    func wrongFolds(text: String, what: String) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "folds.csv")
            try Data(text.utf8).write(to: file)
            #expect {
                try FoldsFile.read(file, ids: ["a", "b"], groups: TextColumn(["patient", "patient"]))
            } throws: { error in
                (error as? CohortError)?.problem.what == what
            }
        }
    }
}
