import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

private struct Sample: Codable, Equatable {
    struct Fold: Codable, Equatable {
        var score: Double
    }
    var name = "a/b"
    var folds = [Fold(score: 0.1), Fold(score: 1e-300)]
}

@Suite struct JSONFileTests {
    @Test func valuesSurviveAndEqualValuesGiveEqualBytes() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.json")
            try JSONFile.write(Sample(), to: file)
            #expect(try JSONFile.read(Sample.self, from: file) == Sample())
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.hasPrefix("{\n  \"folds\""))
            #expect(text.hasSuffix("}\n"))
            #expect(text.contains("a/b"))
        }
    }

    @Test(arguments: [
        ("{\"name\": \"x\"}", "field folds: a field is missing"),
        ("{\"name\": \"x\", \"folds\": [{\"score\": 1}, {}]}", "field folds[1].score: a field is missing"),
        ("{\"name\": 3, \"folds\": []}", "field name: a field has the wrong type; expected String"),
        ("{\"name\": null, \"folds\": []}", "field name: a field is empty"),
        ("{\"name\": \"x\"", "the file is not valid JSON"),
        ("", "the file is not valid JSON"),
    ])
    func aWrongFileIsDescribedByItsPathAndField(text: String, expected: String) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.json")
            try AtomicFile.write(text, to: file)
            let error = #expect(throws: StorageError.self) { try JSONFile.read(Sample.self, from: file) }
            #expect(error?.category == .badData)
            #expect(error?.description.contains(file.path) == true)
            #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
        }
    }

    @Test func notANumberIsRefusedAndThePreviousFileStays() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.json")
            try JSONFile.write(Sample(), to: file)
            let error = #expect(throws: StorageError.self) {
                try JSONFile.write(Sample(folds: [.init(score: .nan)]), to: file)
            }
            #expect(error?.problem.location == "folds[0].score")
            #expect(try JSONFile.read(Sample.self, from: file) == Sample())
        }
    }

    @Test func aMissingFileIsAMissingResource() {
        let error = #expect(throws: StorageError.self) {
            try JSONFile.read(Sample.self, from: URL(filePath: "none.json"))
        }
        #expect(error?.category == .missingResource)
        #expect(error?.problem.location == "none.json")
    }
}
