// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The native libraries come from `script/bootstrap`, which leaves them behind the link `.native`.
let native = Context.packageDirectory + "/.native"
guard FileManager.default.fileExists(atPath: native + "/torch/lib/libtorch_cpu.so") else {
    FileHandle.standardError.write(Data("The native libraries are missing: run script/bootstrap first.\n".utf8))
    exit(1)
}

// MARK: - Settings

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Headers of a borrowed C++ library, as system headers: its warnings are not ours to mend.
func headers(_ folders: String...) -> CXXSetting {
    let check = ["-include", Context.packageDirectory + "/script/support/require_native.hpp"]
    return .unsafeFlags(folders.flatMap { ["-isystem", "\(native)/\($0)"] } + check)
}

/// Where a borrowed shared library is found, at link time and at run time. `script/dist` ships them beside the program.
func libraries(_ folder: String) -> LinkerSetting {
    let place = Context.environment["CYGNET_RELOCATABLE"] == nil ? "\(native)/\(folder)" : "$ORIGIN/../lib"
    return .unsafeFlags(["-L\(native)/\(folder)", "-Xlinker", "-rpath", "-Xlinker", place])
}

func room(_ name: String, _ dependencies: [Target.Dependency], linking linker: [LinkerSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings, linkerSettings: linker)
}

/// The tests of one room; they may use whatever the room may use.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name), "TestSupport"] + dependencies,
        swiftSettings: swiftSettings
    )
}

// MARK: - Packages

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "cygnet",
    products: [
        .executable(name: "cygnet", targets: ["cygnet"]),
        // Opened at run time by `Tensors`, so that a command without tensors never pays for libtorch.
        .library(name: "CTorch", type: .dynamic, targets: ["CTorch"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Borrowed libraries.
        .target(
            name: "CTorch",
            dependencies: ["CTorchInterface"],
            cxxSettings: [headers("torch/include"), .unsafeFlags(["-Wall", "-Wextra", "-fno-cxx-modules"])],
            linkerSettings: [libraries("torch/lib"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10")]
        ),
        .target(name: "CTorchInterface"),
        .target(
            name: "CArrow",
            cxxSettings: [headers("pyarrow/include"), .unsafeFlags(["-Wall", "-Wextra"])],
            linkerSettings: [libraries("pyarrow"), .linkedLibrary("arrow"), .linkedLibrary("parquet")]
        ),
        // The innermost loops of the augmentation, and vector instructions.
        .target(name: "CPixels", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-ffp-contract=off"])]),
        .systemLibrary(name: "CLightGBM"),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // Rooms. An arrow only points to rooms above.
        room("Diagnostics", []),
        room("Randomness", []),
        room("Parallelism", []),
        room("Storage", ["Diagnostics", "COpenSSL"]),
        room("Evaluation", ["Diagnostics", "Randomness"]),
        room("Tables", ["CArrow", "Storage", "Diagnostics", "Parallelism"]),
        room("Cohorts", ["Tables", "CHDF5", "Storage", "Diagnostics", "Randomness"]),
        room("Imaging", ["CTurboJPEG", "CPixels", "Diagnostics", "Randomness"]),
        room(
            "Synthesis",
            ["Cohorts", "Imaging", "Tables", "Storage", "Diagnostics", "Randomness", "Parallelism"]
        ),
        room("Morphometry", ["CPixels", "Imaging", "Diagnostics"]),
        room("Features", ["Cohorts", "Tables", "Storage", "Diagnostics", "Randomness", "Parallelism"]),
        room(
            "Boosting",
            ["CLightGBM", "Tables", "Storage", "Diagnostics"],
            linking: [libraries("lightgbm/lib"), .linkedLibrary("_lightgbm")]
        ),
        room(
            "Exploration",
            ["Cohorts", "Imaging", "Evaluation", "Tables", "Storage", "Diagnostics", "Randomness", "Parallelism"]
        ),
        .target(
            name: "Reports",
            dependencies: ["Exploration", "Evaluation", "Tables", "Storage", "Diagnostics"],
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")],
            swiftSettings: swiftSettings
        ),
        room("Tensors", ["CTorchInterface", "Diagnostics"]),
        room("TensorImaging", ["Imaging", "Tensors"]),
        room("Networks", ["Tensors", "Storage", "Diagnostics", "Randomness"]),
        room("WeightHub", ["Storage", "Diagnostics"]),
        room("Backbones", ["Networks", "Tensors", "Diagnostics"]),
        room(
            "Training",
            [
                "Backbones", "Networks", "TensorImaging", "Tensors", "Imaging", "Cohorts", "Evaluation", "Tables",
                "Storage", "Diagnostics", "Randomness", "Parallelism",
            ]
        ),
        room(
            "Stacking",
            ["Features", "Boosting", "Evaluation", "Tables", "Storage", "Diagnostics", "Randomness", "Parallelism"]
        ),
        room(
            "Pipeline",
            [
                "WeightHub", "Synthesis", "Training", "Stacking", "Features", "Boosting", "Backbones", "Networks",
                "Tensors", "Imaging", "Morphometry", "Exploration", "Reports",
                "Cohorts", "Evaluation", "Tables", "Storage", "Diagnostics", "Randomness", yaml,
            ]
        ),
        .executableTarget(
            name: "cygnet",
            dependencies: [
                "Pipeline", "Training", "Synthesis", "Cohorts", "Exploration", "Features", "Evaluation", "Diagnostics",
                argumentParser,
            ],
            swiftSettings: swiftSettings
        ),

        // Benchmarks, each with the script of its peer beside it.
        .executableTarget(
            name: "augmentation-benchmark",
            dependencies: ["Imaging", "Randomness"],
            path: "Benchmarks/augmentation",
            exclude: ["compare.py"],
            swiftSettings: swiftSettings
        ),
        .target(name: "CRawDecode", dependencies: ["CTurboJPEG"], path: "Benchmarks/decoding/peer"),
        .executableTarget(
            name: "decoding-benchmark",
            dependencies: ["CRawDecode", "Cohorts", "Imaging"],
            path: "Benchmarks/decoding",
            exclude: ["peer"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "network-benchmark",
            dependencies: [
                "Training", "Backbones", "Networks", "TensorImaging", "Tensors", "Imaging", "Cohorts", "Diagnostics",
                "Randomness",
            ],
            path: "Benchmarks/networks",
            exclude: ["compare.py", "gpu.py", "peer.py"],
            swiftSettings: swiftSettings
        ),

        // Tests. Those of rooms without tensors need no libtorch.
        .target(
            name: "TestSupport",
            dependencies: ["Diagnostics"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings
        ),
        tests("Diagnostics"),
        tests("Randomness"),
        tests("Parallelism"),
        tests("Storage", ["Diagnostics"]),
        tests("Evaluation", ["Diagnostics", "Randomness"]),
        tests("Tables", ["Storage", "Diagnostics", "Randomness"]),
        tests("Cohorts", ["Tables", "Storage", "Diagnostics", "Randomness"]),
        tests("Imaging", ["CPixels", "Storage", "Diagnostics", "Randomness"]),
        tests("Morphometry", ["Imaging", "Cohorts", "Synthesis", "Tables", "Diagnostics", "Randomness"]),
        tests("Synthesis", ["Cohorts", "Imaging", "Tables", "Storage", "Diagnostics", "Randomness"]),
        tests("Features", ["Evaluation", "Cohorts", "Tables", "Storage", "Diagnostics", "Randomness"]),
        tests("Boosting", ["Tables", "Storage", "Diagnostics", "Randomness"]),
        tests(
            "Exploration",
            ["Cohorts", "Imaging", "Evaluation", "Tables", "Storage", "Diagnostics", "Randomness"]
        ),
        tests("Reports", ["Exploration", "Evaluation", "Cohorts", "Tables", "Storage", "Diagnostics"]),
        tests("Tensors", ["CTorchInterface", "Diagnostics"]),
        tests("TensorImaging", ["Imaging", "Tensors", "Randomness"]),
        tests("Networks", ["Tensors", "Storage", "Diagnostics", "Randomness"]),
        tests("WeightHub", ["Storage", "Diagnostics"]),
        tests("Backbones", ["Networks", "Tensors", "Imaging", "Storage", "Diagnostics"]),
        tests(
            "Training",
            [
                "Backbones", "Networks", "TensorImaging", "Tensors", "Imaging", "Cohorts", "Evaluation", "Tables",
                "Storage", "Diagnostics", "Randomness", "Synthesis",
            ]
        ),
        tests(
            "Stacking",
            ["Features", "Boosting", "Evaluation", "Cohorts", "Tables", "Storage", "Diagnostics", "Randomness"]
        ),
        tests(
            "Pipeline",
            [
                "Synthesis", "Training", "Cohorts", "Tables", "Evaluation", "Exploration", "Stacking", "Boosting",
                "Storage", "Diagnostics", "Randomness",
            ]
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["cygnet", "TestSupport", "Tables", "Storage"],
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
