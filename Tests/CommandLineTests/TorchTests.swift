import Foundation
import TestSupport
import Testing

/// What is said where the PyTorch or the GPU that was asked for cannot be had.
@Suite struct TorchTests {
    private func embed(_ more: [String] = []) throws -> [String] {
        ["embed", try SmallCohort.folder().path, "--backbone", "tf_efficientnet_lite0", "--weights", "offline"]
            + ["--size", "32", "--threads", "1"] + more
    }

    @Test func `A GPU without a PyTorch that has CUDA is a missing resource`() throws {
        try expectUntouched { out in
            try expectRefusal(
                embed(["--device", "cuda", "--out", out]),
                code: 4,
                mentions: ["CUDA needs a full PyTorch", "CYGNET_TORCH"],
                environment: ["CYGNET_TORCH": ""]
            )
        }
    }

    @Test func `A PyTorch of another release is refused`() throws {
        try Places.withTemporaryFolder { torch in
            try Data("__version__ = '2.8.0'\n".utf8).write(to: torch.appending(path: "version.py"))
            try expectUntouched { out in
                try expectRefusal(
                    embed(["--out", out]),
                    code: 4,
                    mentions: ["another release", "expected 2.11", "found 2.8.0", "torch==2.11.0"],
                    environment: ["CYGNET_TORCH": torch.path]
                )
            }
        }
    }

    @Test func `A folder without a PyTorch is refused`() throws {
        try expectUntouched { out in
            try expectRefusal(
                embed(["--out", out]),
                code: 4,
                mentions: ["/nowhere/torch/lib/libc10.so", "Let CYGNET_TORCH name"],
                environment: ["CYGNET_TORCH": "/nowhere/torch"]
            )
        }
    }
}
