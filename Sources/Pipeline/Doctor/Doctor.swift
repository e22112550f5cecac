import Boosting
public import Diagnostics
import Foundation
import Storage
import Tensors
import Training

/// Checks that everything Cygnet needs is there and works.
public enum Doctor {
    /// One check.
    public struct Check: Encodable, Sendable {
        /// How a check ended.
        public enum Outcome: String, Encodable, Sendable {
            case pass = "PASS"
            case fail = "FAIL"
            /// Something optional is absent.
            case note = "NOTE"
        }

        /// What was checked.
        public let name: String
        /// How it ended.
        public let outcome: Outcome
        /// What was found, and what to do where the check failed.
        public let detail: String
    }

    /// All checks.
    public struct Report: Encodable, Sendable {
        /// The checks in the order they were made.
        public let checks: [Check]

        /// One line per check.
        public var text: String {
            let width = checks.map(\.name.count).max() ?? 0
            return checks.map { check in
                let name = check.name + String(repeating: " ", count: width - check.name.count)
                return "\(check.outcome.rawValue)  \(name)  \(check.detail)"
            }.joined(separator: "\n")
        }

        /// The error that ends the command where a check failed.
        public var error: (any CygnetError)? {
            let failed = checks.count { $0.outcome == .fail }
            guard failed > 0 else { return nil }
            return RunError(
                Problem("\(failed) of \(checks.count) checks failed", remedy: "Follow the lines marked FAIL"),
                category: .missingResource
            )
        }
    }

    /// Makes every check; none stops the others.
    public static func examine() -> Report {
        // First, because libtorch is opened with CUDA or without it; last in the report, because it is optional.
        let gpu = gpu()
        return Report(checks: [
            check("processor") { processor() },
            check("memory") { memory() },
            check("disk") { try disk() },
            check("offline weights") { try offlineWeights() },
            check("LightGBM") { Booster.libraryVersion },
            check("libtorch") { try libtorch() },
            check("training") { try TinyTraining.run() },
            gpu,
        ])
    }

    private static func check(_ name: String, _ body: () throws -> String) -> Check {
        do {
            return Check(name: name, outcome: .pass, detail: try body())
        } catch {
            return Check(name: name, outcome: .fail, detail: "\(error)")
        }
    }

    private static func processor() -> String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let number = Processor.hasNativeBFloat16 ? "bfloat16" : "float32"
        return "\(Processor.name ?? "unknown"), \(cores) \(cores == 1 ? "core" : "cores"), auto precision \(number)"
    }

    private static func memory() -> String {
        String(format: "%.1f GiB", Double(ProcessInfo.processInfo.physicalMemory) / 0x1p30)
    }

    private static func disk() throws -> String {
        let folder = FileManager.default.currentDirectoryPath
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
        let free = (attributes[.systemFreeSize] as? NSNumber)?.doubleValue ?? 0
        guard free > 0x1p30 else {
            throw RunError(
                Problem(
                    "the disk is nearly full",
                    expected: "1 GiB free",
                    found: String(format: "%.1f GiB", free / 0x1p30),
                    remedy: "Free some space"
                )
            )
        }
        return String(format: "%.1f GiB free", free / 0x1p30)
    }

    private static func offlineWeights() throws -> String {
        let file = try WeightFile(named: "offline", backbone: "tf_efficientnet_lite0", progress: .silent)
        return "tf_efficientnet_lite0, sha256 \(try file.sha256().prefix(12))"
    }

    private static func libtorch() throws -> String {
        try TensorRuntime.load()
        return try TensorRuntime.version()
    }

    private static func gpu() -> Check {
        do {
            try TensorRuntime.enableCUDA()
            return Check(name: "GPU", outcome: .pass, detail: "CUDA is ready: use --device cuda")
        } catch {
            return Check(name: "GPU", outcome: .note, detail: "none is used: \(error)")
        }
    }
}
