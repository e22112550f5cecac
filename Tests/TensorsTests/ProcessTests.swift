import Diagnostics
import Foundation
import Testing

@testable import Tensors

/// What can only be seen in a process of its own: each test runs in a child.
@Suite("Tensor library in a fresh process")
struct ProcessTests {
    @Test func everyHandleIsFreed() async {
        await #expect(processExitsWith: .success) {
            #expect(TensorRuntime.liveHandles == 0)
            func work() throws {
                let generator = try TorchGenerator(seed: 1)
                let weight = try generator.normal([8, 8])
                try weight.setRequiresGradient()
                for _ in 0..<10 {
                    var x = try generator.normal([4, 8])
                    for _ in 0..<3 { x = try x.matmul(weight).relu() }
                    try x.sum().backward()
                    _ = weight.gradient
                    _ = try? x.matmul(.ones([3]))
                    _ = try withInferenceMode { try x.chunked(2, axis: 1) }
                    _ = try weight.detached().singularValues()
                }
                #expect(TensorRuntime.liveHandles == 2)
            }
            try work()
            #expect(TensorRuntime.liveHandles == 0)
        }
    }

    @Test func namedIntermediatesStayAndReassignedOnesGo() async {
        await #expect(processExitsWith: .success) {
            var x = try Tensor.ones([10])
            for _ in 0..<20 { x = try x + 1 }
            #expect(TensorRuntime.liveHandles == 1)
            #expect(try x.floats()[0] == 21)
        }
    }

    @Test func theNumberOfThreadsIsSetOnce() async {
        await #expect(processExitsWith: .success) {
            try TensorRuntime.setThreads(1)
            #expect(try TensorRuntime.threads() == 1)
            try TensorRuntime.setThreads(1)
            #expect(throws: TensorError.self) { try TensorRuntime.setThreads(2) }
            #expect(try TensorRuntime.threads() == 1)
        }
    }

    @Test func aTorchOfAnotherReleaseIsRefusedBeforeItIsOpened() async {
        await #expect(processExitsWith: .success) {
            let folder = FileManager.default.temporaryDirectory.appending(path: "cygnet-torch-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data("__version__ = '2.9.1+cpu'\n".utf8).write(to: folder.appending(path: "version.py"))
            setenv("CYGNET_TORCH", folder.path, 1)
            let error = try #require(throws: TensorError.self) { try Tensor.ones([1]) }
            #expect(error.category == .missingResource)
            #expect(error.problem.found == "2.9.1+cpu" && error.problem.expected == "2.11.*")
            #expect(error.problem.remedy?.contains("torch==2.11.0") == true)
        }
    }

    @Test func aTorchThatIsNotThereIsAMissingResourceWithARemedy() async {
        await #expect(processExitsWith: .success) {
            setenv("CYGNET_TORCH", "/nowhere/torch", 1)
            let error = try #require(throws: TensorError.self) { try Tensor.ones([1]) }
            #expect(error.category == .missingResource)
            #expect(error.problem.location == "/nowhere/torch/lib/libc10.so")
            #expect(error.problem.remedy != nil)
            // Modes need no library: the body runs and its first tensor says what is missing.
            #expect(throws: TensorError.self) { try withGradientsDisabled { try Tensor.ones([1]) } }
            #expect(TensorRuntime.liveHandles == 0)
        }
    }

    @Test func theTorchThatTheUserNamesIsUsed() async {
        await #expect(processExitsWith: .success) {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            setenv("CYGNET_TORCH", folder.appending(path: ".native/torch").path, 1)
            let sum = try Tensor.ones([2]).sum().item()
            #expect(sum == 2)
            #expect(OpenMP.loadedRuntimes().count == 1)
        }
    }
}
