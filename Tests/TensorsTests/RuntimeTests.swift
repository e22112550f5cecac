import CTorchInterface
import Diagnostics
import TestSupport
import Testing

@testable import Tensors

@Suite("Tensor runtime")
struct RuntimeTests {
    @Test func theLoadedVersionIsTheOneOfTheHeaders() throws {
        #expect(try TensorRuntime.version().hasPrefix("2.11."))
    }

    @Test func theReleaseIsTheOneOfTheHeaders() throws {
        #expect(TorchLibrary.isOfRelease(String(cString: try TensorRuntime.functions().compiled_torch_version())))
    }

    @Test func pyTorchSaysItsVersion() {
        #expect(TorchLibrary.version(inPython: "a = 1\n__version__ = '2.11.0+cu130'\n") == "2.11.0+cu130")
        #expect(TorchLibrary.version(inPython: "debug = False") == nil)
        #expect(TorchLibrary.isOfRelease("2.11.1"))
        #expect(!TorchLibrary.isOfRelease("2.1.0"))
    }

    @Test func oneOpenMPRuntimeIsLoaded() throws {
        try TensorRuntime.load()
        #expect(OpenMP.loadedRuntimes().count == 1)
    }

    @Test func aSecondOpenMPRuntimeIsSeen() {
        let maps = """
            7f00-7f01 r-xp 00000000 00:2a 11 /a/libgomp.so.1
            7f01-7f02 r--p 00000000 00:2a 11 /a/libgomp.so.1
            7f02-7f03 r-xp 00000000 00:2a 12 /b/libomp.so.5
            7f03-7f04 r-xp 00000000 00:2a 13 /b/libtorch_cpu.so
            7f04-7f05 rw-p 00000000 00:00 0
            """
        #expect(OpenMP.runtimes(inMaps: maps) == ["/a/libgomp.so.1", "/b/libomp.so.5"])
    }

    @Test func gradientsInferenceAndAutocastEndWithTheirClosures() throws {
        let x = try Tensor.ones([4, 4])
        try x.setRequiresGradient()
        let twice: () throws -> Tensor = { try x * 2 }
        let product: () throws -> Tensor = { try x.matmul(x) }
        #expect(try withGradientsDisabled(twice).requiresGradient == false)
        #expect(try withInferenceMode(twice).requiresGradient == false)
        #expect(try twice().requiresGradient)
        #expect(try withAutocast(.bfloat16, product).dtype == .bfloat16)
        #expect(try withAutocast(.float16, product).dtype == .float16)
        try withAutocast(.bfloat16) { () throws in
            let island = try withAutocast(nil, product)
            #expect(island.dtype == .float32)
            let outer = try product()
            #expect(outer.dtype == .bfloat16)
        }
        #expect(try x.matmul(x).dtype == .float32)
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try withGradientsDisabled { () throws(Stop) in throw Stop() }
        }
        #expect(try (x * 2).requiresGradient)
    }

    @Test func theSameSeedGivesTheSameNumbers() throws {
        let first = try TorchGenerator(seed: 7)
        let second = try TorchGenerator(seed: 7)
        let numbers = try first.normal([100])
        #expect(try numbers.isEqual(to: second.normal([100])))
        #expect(try !numbers.isEqual(to: TorchGenerator(seed: 8).normal([100])))
        let state = try first.state()
        let next = try first.uniform([10])
        try first.restore(state)
        #expect(try next.isEqual(to: first.uniform([10])))
        let share = try first.bernoulli([10_000], probability: 0.25).mean().item()
        #expect(abs(share - 0.25) < 0.02)
    }

    @Test func cudaWithoutAFullTorchIsAMissingResource() {
        let error = #expect(throws: TensorError.self) { try TensorRuntime.enableCUDA() }
        #expect(error?.category == .missingResource)
        #expect(error?.problem.remedy != nil)
    }
}
