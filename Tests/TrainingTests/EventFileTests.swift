import Foundation
import TestSupport
import Testing

@testable import Training

/// Event files against TensorBoard's own writer; see `Tests/Fixtures/Training/make_events.py`.
@Suite struct EventFileTests {
    @Test func `The bytes are those that TensorBoard writes`() throws {
        let events = EventFile(
            time: 1_700_000_000.25,
            step: 300,
            scalars: [.init("loss/train", 0.125), .init("inner/auc", 0), .init("gradient/scale", 65_536)]
        )
        let golden = try Data(contentsOf: Places.fixture("Training/events.tfevents"))
        #expect(events.bytes == [UInt8](golden))
    }

    /// The check value of CRC-32C (RFC 3720, B.4): 32 zero bytes give 0x8A9136AA.
    @Test func `The checksum is CRC-32C`() {
        let checksum: UInt32 = 0x8A91_36AA
        let masked = ((checksum >> 15) | (checksum << 17)) &+ 0xA282_EAD8
        #expect(EventFile.maskedChecksum([UInt8](repeating: 0, count: 32)) == masked)
    }

    @Test func `Files of later epochs come later by name`() {
        #expect(EventFile.name(number: 2) < EventFile.name(number: 10))
        #expect(EventFile.name(number: 2).contains("tfevents"))
    }
}
