import Foundation

/// The numbers of one moment as a file that TensorBoard opens.
///
/// A file is a row of records, each with its length and two checksums, and a record is an `Event` message of Protocol
/// Buffers (TensorFlow `core/lib/io/record_writer.cc`, `core/util/event.proto`, `core/framework/summary.proto`). TensorBoard
/// reads all event files of a folder, so every epoch is a file of its own, written at once and never changed.
struct EventFile {
    /// A number with a name; what stands before a slash groups charts.
    struct Scalar {
        let tag: String
        let value: Float

        init(_ tag: String, _ value: Double) {
            self.tag = tag
            self.value = Float(value)
        }
    }

    /// The file's content.
    let bytes: [UInt8]

    /// Puts the file together.
    ///
    /// - Parameters:
    ///   - time: Seconds since 1970.
    ///   - step: Where on the horizontal axis the numbers stand.
    ///   - scalars: The numbers.
    init(time: Double, step: Int, scalars: [Scalar]) {
        var version = Message()
        version.append(field: 1, time)
        version.append(field: 3, Array("brain.Event:2".utf8))
        bytes = scalars.reduce(Self.record(version.bytes)) { file, scalar in
            var value = Message()
            value.append(field: 1, Array(scalar.tag.utf8))
            value.append(field: 2, scalar.value)
            var summary = Message()
            summary.append(field: 1, value.bytes)
            var event = Message()
            event.append(field: 1, time)
            event.append(field: 2, step)
            event.append(field: 5, summary.bytes)
            return file + Self.record(event.bytes)
        }
    }

    /// The name of the file of an epoch: TensorBoard looks for `tfevents` and reads in the order of names.
    static func name(number: Int) -> String {
        String(format: "events.out.tfevents.%010d.cygnet", number)
    }

    /// Length, checksum of the length, content, checksum of the content.
    private static func record(_ content: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(content.count))
        return length + littleEndian(maskedChecksum(length)) + content + littleEndian(maskedChecksum(content))
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// CRC-32C (Castagnoli), turned and shifted so that a checksum of data with checksums in it is still a good one.
    static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
        let checksum = ~bytes.reduce(UInt32.max) { value, byte in
            checksumTable[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
        }
        return ((checksum >> 15) | (checksum << 17)) &+ 0xA282_EAD8
    }

    private static let checksumTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
    }

    /// A message of Protocol Buffers; a number that is zero is left out, as version 3 does.
    private struct Message {
        private(set) var bytes: [UInt8] = []

        mutating func append(field: Int, _ value: Double) {
            guard value != 0 else { return }
            appendVarint(field << 3 | 1)
            bytes += littleEndian(value.bitPattern)
        }

        mutating func append(field: Int, _ value: Float) {
            // Scalars are one of several kinds, so a zero is written too.
            appendVarint(field << 3 | 5)
            bytes += littleEndian(value.bitPattern)
        }

        mutating func append(field: Int, _ value: Int) {
            guard value != 0 else { return }
            appendVarint(field << 3)
            appendVarint(value)
        }

        mutating func append(field: Int, _ content: [UInt8]) {
            appendVarint(field << 3 | 2)
            appendVarint(content.count)
            bytes += content
        }

        private mutating func appendVarint(_ value: Int) {
            var rest = UInt64(bitPattern: Int64(value))
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
    }
}
