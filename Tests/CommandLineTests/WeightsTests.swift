import Foundation
import TestSupport
import Testing

/// `cygnet weights` with a cache as Python leaves it, and no network.
@Suite struct WeightsTests {
    private let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

    /// A cache that holds `hello` as the usual weights of ConvNeXtV2-nano.
    private func withCache(_ body: (_ cache: URL, _ environment: [String: String]) throws -> Void) throws {
        try Places.withTemporaryFolder { cache in
            let folder = cache.appending(path: "models--timm--convnextv2_nano.fcmae_ft_in22k_in1k")
            let snapshot = folder.appending(path: "snapshots/abc")
            let files = FileManager.default
            for name in ["blobs", "refs", "snapshots/abc"] {
                try files.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
            }
            try Data("hello".utf8).write(to: folder.appending(path: "blobs/\(digest)"))
            try Data("abc".utf8).write(to: folder.appending(path: "refs/main"))
            try files.createSymbolicLink(
                atPath: snapshot.appending(path: "model.safetensors").path,
                withDestinationPath: "../../blobs/\(digest)"
            )
            try body(cache, ["HF_HUB_CACHE": cache.path, "HF_HUB_OFFLINE": "1"])
        }
    }

    @Test func `The list says what is here, and a fetch of it needs no network`() throws {
        try withCache { cache, environment in
            let list = try ToolRun(["weights", "list"], environment: environment)
            #expect(list.exitCode == 0)
            let lines = list.standardOutput.split(separator: "\n")
            let nano = try #require(lines.first { $0.hasPrefix("convnextv2_nano ") })
            #expect(nano.contains("hf-hub:timm/convnextv2_nano.fcmae_ft_in22k_in1k") && !nano.contains("not here"))
            #expect(try #require(lines.first { $0.hasPrefix("eva02_base") }).contains("not here"))
            let fetch = try ToolRun(["weights", "fetch", "convnextv2_nano"], environment: environment)
            #expect(fetch.exitCode == 0)
            #expect(fetch.standardOutput.hasPrefix(cache.path) && fetch.standardOutput.hasSuffix("model.safetensors\n"))
        }
    }

    @Test func `Damaged weights are found`() throws {
        try withCache { cache, environment in
            #expect(try ToolRun(["weights", "verify"], environment: environment).exitCode == 0)
            let blob = cache.appending(path: "models--timm--convnextv2_nano.fcmae_ft_in22k_in1k/blobs/\(digest)")
            try Data("hallo".utf8).write(to: blob)
            let verify = try ToolRun(["weights", "verify"], environment: environment)
            #expect(verify.exitCode == 2)
            #expect(verify.standardOutput.contains("DAMAGED"))
            #expect(verify.standardError.contains("1 of 1 files are damaged"))
        }
    }

    @Test func `Weights that are nowhere stop a training before it begins`() throws {
        try withCache { cache, environment in
            let run = cache.appending(path: "run")
            let training = try ToolRun(
                ["train", SmallCohort.folder().path, "--run", run.path, "--preset", "images", "--set"]
                    + ["frozen_embeddings.0.weights=pretrained"],
                environment: environment
            )
            #expect(training.exitCode == 4)
            #expect(training.standardError.contains("HF_HUB_OFFLINE forbids"))
            #expect(!FileManager.default.fileExists(atPath: run.appending(path: "folds.csv").path))
            let unknown = try ToolRun(["weights", "fetch", "resnet50"], environment: environment)
            #expect(unknown.exitCode != 0)
            #expect(unknown.standardError.contains("resnet50"))
        }
    }
}
