internal import Dispatch
internal import Foundation

/// An affine map of columns: `y = (x - inputMean) * weights + outputMean`, kept as single-precision numbers.
struct LinearMap: Codable, Sendable, Equatable {
    /// Input columns.
    let inputCount: Int
    /// Output columns.
    let outputCount: Int
    /// `inputMean [inputs]`, `outputMean [outputs]`, `weights [outputs, inputs]`, little-endian floats one after the other.
    private let packed: Data

    /// Makes a map from its means and its weights `[outputs, inputs]`.
    init(inputMean: [Double], outputMean: [Double], weights: [[Double]]) {
        inputCount = inputMean.count
        outputCount = outputMean.count
        let values = (inputMean + outputMean + weights.joined()).map { Float($0) }
        packed = values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }

    /// Whether the numbers are as many as the shape says.
    var isWhole: Bool {
        inputCount >= 0 && outputCount >= 0 && inputCount < 1 << 20 && outputCount < 1 << 20
            && packed.count == 4 * (inputCount + outputCount + inputCount * outputCount)
    }

    /// Rows that are worked on at a time: a block of 1,000 inputs stays in the processor's cache.
    private static let blockRows = 256

    /// Maps the rows at `rows` of `columns`, and writes each at its own place in `outputs` (one buffer per output column).
    ///
    /// An output is missing where any input is.
    func apply(_ columns: [[Float]], rows: [Int], into outputs: [UnsafeMutableBufferPointer<Float>], threads: Int) {
        precondition(columns.count == inputCount && outputs.count == outputCount, "the map fits the columns")
        let values = unpacked()
        let blocks = (rows.count + Self.blockRows - 1) / Self.blockRows
        let workers = max(1, min(threads, blocks))
        nonisolated(unsafe) let outputs = outputs
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            var block = [SIMD8<Float>](repeating: .zero, count: inputCount * Self.blockRows / 8)
            for index in stride(from: worker, to: blocks, by: workers) {
                let part = rows[index * Self.blockRows..<min((index + 1) * Self.blockRows, rows.count)]
                gather(columns, part, values, into: &block)
                multiply(block, values) { output, position, number in
                    if position < part.count { outputs[output][part[part.startIndex + position]] = number }
                }
            }
        }
    }

    /// Puts the centred inputs of some rows side by side: `[inputs, blockRows]`.
    private func gather(
        _ columns: [[Float]],
        _ rows: ArraySlice<Int>,
        _ values: [Float],
        into block: inout [SIMD8<Float>]
    ) {
        block.withUnsafeMutableBytes { bytes in
            let numbers = bytes.bindMemory(to: Float.self)
            for (input, column) in columns.enumerated() {
                let mean = values[input]
                var place = input * Self.blockRows
                for row in rows {
                    numbers[place] = column[row] - mean
                    place += 1
                }
            }
        }
    }

    private func multiply(_ block: [SIMD8<Float>], _ values: [Float], _ write: (Int, Int, Float) -> Void) {
        let width = Self.blockRows / 8
        let weights = inputCount + outputCount
        block.withUnsafeBufferPointer { block in
            for output in 0..<outputCount {
                let start = weights + output * inputCount
                let mean = values[inputCount + output]
                for lane in stride(from: 0, to: width, by: 4) {
                    var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                    for input in 0..<inputCount {
                        let weight = values[start + input]
                        let place = input * width + lane
                        a += block[place] * weight
                        b += block[place + 1] * weight
                        c += block[place + 2] * weight
                        d += block[place + 3] * weight
                    }
                    for (offset, sum) in [a, b, c, d].enumerated() {
                        for index in 0..<8 { write(output, (lane + offset) * 8 + index, sum[index] + mean) }
                    }
                }
            }
        }
    }

    private func unpacked() -> [Float] {
        packed.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
            }
        }
    }
}

extension LinearMap {
    /// Maps all rows of `columns`.
    func apply(_ columns: [[Float]], rowCount: Int, threads: Int) -> [[Float]] {
        Self.apply(
            [(self, columns, Array(0..<rowCount))],
            outputCount: outputCount,
            rowCount: rowCount,
            threads: threads
        )
    }

    /// Maps parts of the rows, each with a map of its own, into the same columns. Rows of no part are missing.
    static func apply(
        _ parts: [(map: LinearMap, columns: [[Float]], rows: [Int])],
        outputCount: Int,
        rowCount: Int,
        threads: Int
    ) -> [[Float]] {
        let buffers = (0..<outputCount).map { _ in
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: rowCount)
            buffer.initialize(repeating: .nan)
            return buffer
        }
        for part in parts { part.map.apply(part.columns, rows: part.rows, into: buffers, threads: threads) }
        // One column after the other: never two copies of all.
        return buffers.map { buffer in
            defer { buffer.deallocate() }
            return Array(buffer)
        }
    }
}
