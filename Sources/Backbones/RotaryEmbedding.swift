import Foundation
import Tensors

/// Rotary position embedding over a grid of patches: pairs of channels are turned by an angle that grows with the row
/// or the column, so that attention sees relative positions.
///
/// Source: EVA-02 (arXiv:2303.11331); timm `layers/pos_embed_sincos.py`, `RotaryEmbeddingCat` with `in_pixels=False`.
/// The table is computed, never stored in a checkpoint.
struct RotaryEmbedding {
    /// Cosine and sine of every token and pair, `[1 + rows * columns, headWidth / 2, 2]`; the first row, the class token's,
    /// turns nothing.
    private let turns: Tensor

    /// Builds the table.
    ///
    /// - Parameters:
    ///   - grid: The rows (and columns) of patches.
    ///   - referenceGrid: The rows at which the backbone was pretrained; positions are stretched to it, so that the
    ///     corners of the image keep their angles at any input size.
    ///   - headWidth: The channels of one attention head, a multiple of 4.
    ///   - dtype: The type of the network. In double precision frequencies and angles are computed in it; the positions
    ///     are those of single precision, as timm's are.
    init(grid: Int, referenceGrid: Int, headWidth: Int, dtype: DType = .float32, device: Device) throws {
        let shape = [1 + grid * grid, headWidth / 2, 2]
        let count = headWidth / 4
        if dtype == .float64 {
            let frequencies = (0..<count).map { 1 / pow(10_000, Double($0) / Double(count)) }
            let angles = Self.angles(grid: grid, referenceGrid: referenceGrid, frequencies: frequencies)
            turns = try Tensor(angles.flatMap { [cos($0), sin($0)] }, shape: shape).to(device)
        } else {
            let frequencies = (0..<count).map { 1 / pow(10_000, Float($0) / Float(count)) }
            let angles = Self.angles(grid: grid, referenceGrid: referenceGrid, frequencies: frequencies)
            turns = try Tensor(angles.flatMap { [cos($0), sin($0)] }, shape: shape).to(device)
        }
    }

    /// The angle of every token and pair of channels, row by row.
    ///
    /// The first half of the pairs of channels follows the row, the second the column. Frequencies fall from 1 to 1/10,000.
    static func angles<Angle: BinaryFloatingPoint>(grid: Int, referenceGrid: Int, frequencies: [Angle]) -> [Angle] {
        let positions = (0..<grid).map { Angle(Float($0) / Float(grid) * Float(referenceGrid)) }
        var angles = [Angle](repeating: 0, count: 2 * frequencies.count)
        for row in positions {
            for column in positions {
                for position in [row, column] {
                    for frequency in frequencies { angles.append(position * frequency) }
                }
            }
        }
        return angles
    }

    /// Turns queries or keys `[N, heads, tokens, headWidth]`; the result has the type of the input.
    ///
    /// A pair of channels is turned as a complex number is, by a product.
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.to(turns.dtype).multipliedPairs(by: turns).to(x.dtype)
    }
}
