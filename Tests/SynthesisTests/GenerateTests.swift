import Cohorts
import Diagnostics
import Foundation
import Imaging
import Storage
import TestSupport
import Testing

@testable import Synthesis

@Suite("A cohort on disk")
struct GenerateTests {
    private let small = SyntheticCohortConfiguration(
        patients: 12,
        lesions: 150,
        malignant: 12,
        seed: 9,
        images: .files,
        testFraction: 0.25
    )

    @Test("Both splits are written, disjoint in patients, with truth apart")
    func splits() throws {
        try Places.withTemporaryFolder { folder in
            let summary = try SyntheticCohort.generate(small, to: folder)
            let train = try Drawn.read(folder.appending(path: "train-metadata.csv"))
            let test = try Drawn.read(folder.appending(path: "test-metadata.csv"))
            let truth = try Drawn.read(folder.appending(path: "test-truth.csv"))
            #expect(train.columns.count == 55 && test.columns.count == 44)
            #expect(train.columns == ISICSchema.columns.map(\.name))
            #expect(test.columns == ISICSchema.columns.filter(\.isInTest).map(\.name))
            #expect(train.rows.count + test.rows.count == 150)
            #expect(train.rows.count == summary.train.lesions && test.rows.count == summary.test?.lesions)
            let trainPatients = Set(train.rows.compactMap { $0["patient_id"] })
            let testPatients = Set(test.rows.compactMap { $0["patient_id"] })
            #expect(trainPatients.isDisjoint(with: testPatients))
            #expect(trainPatients.count == 9 && testPatients.count == 3)
            #expect(truth.rows.map { $0["isic_id"] } == test.rows.map { $0["isic_id"] })
            #expect(truth.rows.count { $0["target"] == "1" } == summary.test?.malignant)
            #expect(summary.train.malignant + (summary.test?.malignant ?? 0) == 12)
            for (rows, split) in [(train.rows, "train"), (test.rows, "test")] {
                for row in rows {
                    let name = try #require(row["isic_id"]) + ".jpg"
                    let bytes = try Data(contentsOf: folder.appending(path: "\(split)-image/image/\(name)"))
                    #expect(try JPEG.decode([UInt8](bytes)).width >= 61)
                }
            }
            #expect(!(try Folder.contents(folder)).contains { $0.hasSuffix(".partial") })
        }
    }

    @Test("The numbers in the file keep the identities exactly")
    func identities() throws {
        try Places.withTemporaryFolder { folder in
            var configuration = small
            configuration.images = .none
            try SyntheticCohort.generate(configuration, to: folder)
            for row in try Drawn.read(folder.appending(path: "train-metadata.csv")).rows {
                func number(_ column: String) throws -> Double {
                    try #require(row["tbp_lv_" + column].flatMap { Double($0) })
                }
                for axis in ["L", "A", "B"] {
                    #expect(try number("delta" + axis) == number(axis) - number(axis + "ext"))
                }
                #expect(try number("C") == (number("A") * number("A") + number("B") * number("B")).squareRoot())
                #expect(abs(try number("H") - atan2(number("B"), number("A")) * 180 / .pi) < 1e-9)
                let ratio = try number("perimeterMM") * number("perimeterMM") / number("areaMM2")
                #expect(abs(try number("area_perim_ratio") - ratio) < 1e-9)
                #expect((row["anatom_site_general"] == "") == (row["tbp_lv_location"] == "Unknown"))
                #expect(row["iddx_full"]?.hasPrefix(row["iddx_1"] ?? "?") == true)
                #expect((row["iddx_1"] == "Malignant") == (row["target"] == "1"))
            }
        }
    }

    @Test("The same seed gives the same bytes, another seed others")
    func deterministic() throws {
        func digests(seed: UInt64) throws -> [SHA256Digest] {
            try Places.withTemporaryFolder { folder in
                var configuration = small
                configuration.seed = seed
                configuration.images = .hdf5
                let summary = try SyntheticCohort.generate(configuration, to: folder)
                return try summary.files.map { try SHA256Digest.of(file: folder.appending(path: $0)) }
            }
        }
        #expect(try digests(seed: 1) == digests(seed: 1))
        #expect(try digests(seed: 1) != digests(seed: 2))
    }

    @Test("The crops in HDF5 are those of the rows")
    func hdf5() throws {
        try Places.withTemporaryFolder { folder in
            var configuration = small
            configuration.images = .hdf5
            try SyntheticCohort.generate(configuration, to: folder)
            let store = try HDF5CropStore(folder.appending(path: "train-image.hdf5"))
            let ids = try Drawn.read(folder.appending(path: "train-metadata.csv")).rows.compactMap { $0["isic_id"] }
            #expect(Set(store.identifiers) == Set(ids))
            for id in ids.prefix(10) { #expect(try JPEG.decode(try store.jpeg(for: id)).width >= 61) }
        }
    }

    @Test("Writing again replaces the files and removes what no longer belongs")
    func replaces() throws {
        try Places.withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: folder.appending(path: "notes.txt"))
            try SyntheticCohort.generate(small, to: folder)
            var configuration = small
            configuration.testFraction = 0
            configuration.images = .none
            try SyntheticCohort.generate(configuration, to: folder)
            #expect(try Folder.contents(folder) == ["notes.txt", "synthetic-cohort.json", "train-metadata.csv"])
        }
    }

    @Test(
        "A cohort that Cygnet did not make is never touched",
        arguments: ["train-metadata.csv", "test-metadata.csv", "test-truth.csv", "train-image.hdf5", "test-image"]
    )
    func foreign(name: String) throws {
        try Places.withTemporaryFolder { folder in
            try Data("somebody's".utf8).write(to: folder.appending(path: name))
            let error = try #require(throws: SynthesisError.self) { try SyntheticCohort.generate(small, to: folder) }
            #expect(error.problem.what.contains(name) && error.problem.location == folder.relativePath)
            #expect(try Folder.contents(folder) == [name])
            #expect(try String(contentsOf: folder.appending(path: name), encoding: .utf8) == "somebody's")
        }
    }

    @Test("A file that joined Cygnet's own later is not Cygnet's")
    func foreignBesideOwn() throws {
        try Places.withTemporaryFolder { folder in
            var configuration = small
            configuration.testFraction = 0
            configuration.images = .none
            try SyntheticCohort.generate(configuration, to: folder)
            let truth = folder.appending(path: "test-truth.csv")
            try Data("isic_id,target".utf8).write(to: truth)
            #expect(throws: SynthesisError.foreignFiles(["test-truth.csv"], folder: folder.relativePath)) {
                try SyntheticCohort.generate(configuration, to: folder)
            }
            #expect(try Folder.contents(folder).contains("test-truth.csv"))
            try FileManager.default.removeItem(at: truth)
            try SyntheticCohort.generate(configuration, to: folder)
        }
    }

    @Test("A file in the way of the folder is one message, not a crash")
    func fileInTheWay() throws {
        try Places.withTemporaryFolder { folder in
            let out = folder.appending(path: "out")
            try Data("a file".utf8).write(to: out)
            #expect(throws: StorageError.self) { try SyntheticCohort.generate(small, to: out) }
        }
    }

    @Test("Where crops cannot take their place, nothing half-written stays")
    func nothingLeft() throws {
        try Places.withTemporaryFolder { folder in
            // The metadata is a folder: its file cannot be replaced.
            try Folder.create(folder.appending(path: "train-metadata.csv"))
            #expect(throws: (any Error).self) { try SyntheticCohort.generate(small, to: folder) }
            #expect(try Folder.contents(folder) == ["train-metadata.csv"])
        }
    }

    @Test("An impossible cohort writes nothing")
    func impossible() throws {
        try Places.withTemporaryFolder { folder in
            let out = folder.appending(path: "out")
            let configuration = SyntheticCohortConfiguration(patients: 5, lesions: 2, malignant: 0)
            #expect(throws: SynthesisError.self) { try SyntheticCohort.generate(configuration, to: out) }
            #expect(!Folder.isFolder(out))
        }
    }
}
