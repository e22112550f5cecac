import Foundation
import TestSupport
import Testing

/// Crops and weights that cannot be used.
@Suite struct BadImageTests {
    private static let weights = Places.project.appending(path: ".native/weights/tf_efficientnet_lite0.safetensors")

    private func embed(_ cohort: URL, out: String, backbone: String = "tf_efficientnet_lite0", _ more: [String] = [])
        -> [String]
    {
        let weights = more.contains("--weights") ? [] : ["--weights", "offline"]
        return ["embed", cohort.path, "--backbone", backbone, "--size", "32", "--threads", "1", "--out", out] + weights
            + more
    }

    @Test func `A row without an image is named`() throws {
        try SmallCohort.withCopy { cohort in
            let id = try CSVRows(cohort.appending(path: "train-metadata.csv")).rows[2][0]
            try FileManager.default.removeItem(at: SmallCohort.crop(id, in: cohort))
            let mentions = ["train-metadata.csv", "the row of \(id) has no crop", "--images"]
            try expectUntouched { out in try expectRefusal(embed(cohort, out: out), mentions: mentions) }
            let validation = try ToolRun(["validate", cohort.path])
            #expect(validation.exitCode == 2)
            #expect(validation.standardOutput.contains(id))
            #expect(validation.standardError.contains("error: "))
        }
    }

    @Test func `An image without a row is a warning only`() throws {
        try SmallCohort.withCopy(changing: { $0.rows.removeLast() }) { cohort in
            let validation = try ToolRun(["validate", cohort.path])
            #expect(validation.exitCode == 0, "\(validation.standardError)")
            #expect(validation.standardOutput.contains("warning: "))
            #expect(validation.standardOutput.contains("usable: 0 errors"))
            try Places.withTemporaryFolder { folder in
                let out = folder.appending(path: "folds.csv").path
                let folds = try ToolRun(["folds", cohort.path, "--out", out])
                #expect(folds.exitCode == 0)
            }
        }
    }

    @Test func `A truncated JPEG is named by its lesion`() throws {
        try SmallCohort.withCopy { cohort in
            let id = try CSVRows(cohort.appending(path: "train-metadata.csv")).rows[2][0]
            let crop = SmallCohort.crop(id, in: cohort)
            let bytes = try Data(contentsOf: crop)
            try bytes.prefix(bytes.count / 2).write(to: crop)
            let mentions = ["crop of \(id)", "truncated", "Copy the file again"]
            try expectUntouched { out in try expectRefusal(embed(cohort, out: out), mentions: mentions) }
            let validation = try ToolRun(["validate", cohort.path])
            #expect(validation.exitCode == 2)
            #expect(mentions.allSatisfy { validation.standardOutput.contains($0) })
        }
    }

    @Test func `A file that is not an HDF5 is refused`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let images = folder.appending(path: "images.hdf5")
            try Data("not HDF5".utf8).write(to: images)
            let mentions = ["images.hdf5", "not an HDF5 file", "--images"]
            try expectUntouched { out in
                try expectRefusal(embed(cohort, out: out, ["--images", images.path]), mentions: mentions)
            }
            let validation = try ToolRun(["validate", cohort.path, "--images", images.path])
            #expect(validation.exitCode == 2)
            #expect(mentions.allSatisfy { validation.standardOutput.contains($0) })
        }
    }

    @Test func `Weights of another architecture are refused`() throws {
        try expectUntouched { out in
            try expectRefusal(
                embed(
                    SmallCohort.folder(),
                    out: out,
                    backbone: "convnextv2_atto",
                    ["--weights", Self.weights.path]
                ),
                mentions: ["tf_efficientnet_lite0.safetensors", "do not fit this network", "stem.0.weight"]
            )
        }
    }

    @Test func `A truncated weight file is refused`() throws {
        try Places.withTemporaryFolder { folder in
            let truncated = folder.appending(path: "weights.safetensors")
            try Data(contentsOf: Self.weights, options: .alwaysMapped).prefix(1_000_000).write(to: truncated)
            try expectUntouched { out in
                try expectRefusal(
                    embed(SmallCohort.folder(), out: out, ["--weights", truncated.path]),
                    mentions: ["weights.safetensors", "cut short", "Download or write the file again"]
                )
            }
        }
    }

    @Test func `Weights that are not there and an unknown backbone are refused`() throws {
        let cohort = try SmallCohort.folder()
        try expectUntouched { out in
            try expectRefusal(
                embed(cohort, out: out, ["--weights", "/nowhere/weights.safetensors"]),
                code: 4,
                mentions: ["/nowhere/weights.safetensors", "Check the path"]
            )
            try expectRefusal(
                embed(cohort, out: out, backbone: "resnet18"),
                mentions: ["resnet18", "tf_efficientnet_lite0", "Choose one"]
            )
        }
    }

    @Test func `Without libtorch what needs no tensor works and the rest says what is missing`() throws {
        try Places.withTemporaryFolder { empty in
            let environment = ["CYGNET_TORCH": empty.path]
            let cohort = try SmallCohort.folder()
            let folds = empty.appending(path: "folds.csv")
            #expect(try ToolRun(["folds", cohort.path, "--out", folds.path], environment: environment).exitCode == 0)
            #expect(FileManager.default.fileExists(atPath: folds.path))
            try expectUntouched { out in
                try expectRefusal(
                    embed(cohort, out: out),
                    code: 4,
                    mentions: [empty.path, "tensor library", "CYGNET_TORCH"],
                    environment: environment
                )
            }
        }
    }
}
