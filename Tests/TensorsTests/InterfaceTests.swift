import CTorchInterface
import Foundation
import TestSupport
import Testing

@testable import Tensors

/// The C interface itself, as another language would see it.
@Suite("C interface")
struct InterfaceTests {
    @Test func everyFunctionOfTheTableIsThere() throws {
        let table = try TensorRuntime.functions()
        #expect(table.interface_version == CTORCH_INTERFACE_VERSION)
        // The struct is a number, padded to a pointer's size, and then pointers only.
        let words = withUnsafeBytes(of: table) { Array($0.bindMemory(to: UInt.self)) }
        #expect(words.count > 70)
        #expect(words.dropFirst().allSatisfy { $0 != 0 })
    }

    @Test func aTensorCanBeMadeDescribedUsedAndFreed() throws {
        let torch = try TensorRuntime.functions()
        var ones: OpaquePointer?
        #expect(torch.full([2, 3], 2, 1, CTORCH_FLOAT32, Int32(CTORCH_CPU), &ones) == CTORCH_OK)
        let tensor = try #require(ones)
        var description = ctorch_description()
        torch.describe(tensor, &description)
        #expect(description.rank == 2 && description.count == 6 && description.device == CTORCH_CPU)
        var sum: OpaquePointer?
        #expect(torch.reduce(CTORCH_SUM, tensor, [], 0, false, &sum) == CTORCH_OK)
        var value = 0.0
        #expect(torch.item(try #require(sum), &value) == CTORCH_OK)
        #expect(value == 6)
        torch.tensor_free(sum)
        torch.tensor_free(tensor)
        torch.tensor_free(nil)
        torch.generator_free(nil)
        torch.scope_leave(nil)
    }

    @Test func anExceptionBecomesAStatusAndAMessageOfItsThread() throws {
        let torch = try TensorRuntime.functions()
        var made: OpaquePointer?
        #expect(torch.full([2, -3], 2, 1, CTORCH_FLOAT32, Int32(CTORCH_CPU), &made) == CTORCH_FAILURE)
        #expect(made == nil)
        let message = String(cString: torch.last_error())
        #expect(message.contains("negative dimension"))
        #expect(!message.contains("Exception raised from"), "no backtrace")
        let elsewhere = Thread.message(of: torch)
        #expect(elsewhere.isEmpty)
        #expect(String(cString: torch.last_error()) == message)
        #expect(torch.full([2], 1, 1, ctorch_dtype(99), Int32(CTORCH_CPU), &made) == CTORCH_FAILURE)
        #expect(String(cString: torch.last_error()).contains("unknown element type 99"))
    }

    @Test func tooMuchMemoryIsAFailureNotACrash() throws {
        #expect(throws: TensorError.self) { try Tensor.zeros([1 << 40, 1 << 10]) }
    }

    /// Outside `guarded` an exception would end the process; so every function of the table promises not to throw.
    @Test func everyFunctionIsDeclaredNotToThrow() throws {
        let folder = Places.project.appending(path: "Sources/CTorch")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "cpp" }
        var functions = 0
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for part in text.components(separatedBy: " = [](").dropFirst() {
                functions += 1
                let signature = part.prefix(while: { $0 != "{" })
                #expect(signature.contains("noexcept"), "\(file.lastPathComponent): \(signature)")
            }
        }
        #expect(functions > 60)
    }
}

extension Thread {
    /// The last error as another thread sees it.
    fileprivate static func message(of torch: ctorch_api) -> String {
        final class Box: @unchecked Sendable { var message = "not read" }
        let box = Box()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            box.message = String(cString: torch.last_error())
            done.signal()
        }
        thread.start()
        done.wait()
        return box.message
    }
}
