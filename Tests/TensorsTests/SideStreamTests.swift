import Testing

@testable import Tensors

/// What travels to a device and what is done there beside the model's work, on the processor, where there is no other queue.
@Suite struct SideStreamTests {
    @Test func `what is put in a side queue comes out of it`() throws {
        let stream = try SideStream(.cpu)
        let pending = try stream.run { try Tensor([1, 2, 3] as [Int16], on: .cpu) * 2 }
        #expect(try pending.value().array(of: Int.self) == [2, 4, 6])
        #expect(try pending.value().dtype == .int16)
        struct Stop: Error {}
        #expect(throws: Stop.self) { try stream.run { throw Stop() } }
    }

    @Test func `values are brought to a device in their shape`() throws {
        let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3], on: .cpu)
        #expect(tensor.shape == [2, 3])
        #expect(tensor.device == .cpu)
        #expect(try tensor.floats() == [1, 2, 3, 4, 5, 6])
        #expect(try Tensor([Int](), on: .cpu).shape == [0])
        #expect(throws: TensorError.self) { try Tensor([1, 2] as [Float], shape: [3], on: .cpu) }
    }

    @Test func `the processor has no memory of its own, and a GPU that is not there is an error`() throws {
        #expect(try Device.cpu.freeMemory == nil)
        #expect(throws: TensorError.self) { try Device.cuda(0).freeMemory }
        #expect(throws: TensorError.self) { try SideStream(.cuda(0)) }
        #expect(throws: TensorError.self) { try Tensor([1] as [Float], on: .cuda(0)) }
    }

    @Test func `the layout in memory is known`() throws {
        let images = try Tensor.zeros([2, 3, 4, 5])
        #expect(try !images.isChannelsLast)
        #expect(try images.channelsLast().isChannelsLast)
        #expect(try images.channelsLast().flipped([2, 3]).isChannelsLast)
    }
}
