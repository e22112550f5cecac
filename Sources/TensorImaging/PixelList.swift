package import Tensors

/// Crops of different sizes on a device, as one list of their pixels.
///
/// Nothing is padded: what is done to all crops is done to one list, and a neighbour is found by its place in it.
package struct PixelList {
    /// Red, green and blue of every pixel, `[P, 3]`, uint8.
    package let pixels: Tensor
    let grid: PixelGrid

    init(pixels: Tensor, grid: PixelGrid) {
        self.pixels = pixels
        self.grid = grid
    }

    /// Takes crops out of a list: those that begin at `starts` and have these sizes.
    init(of pixels: Tensor, starts: [Int], sizes: [Size2]) throws {
        grid = try PixelGrid(sizes: sizes, device: pixels.device)
        self.pixels = try pixels.gathered(0, Self.places(of: grid, from: starts))
    }

    /// The height and width of every crop.
    package var sizes: [Size2] { grid.sizes }

    /// Changes the crops at `positions` only: `body` gives their pixels anew, in their order.
    func changing(_ positions: [Int], _ body: (PixelList) throws -> Tensor) throws -> PixelList {
        guard !positions.isEmpty else { return self }
        guard positions.count < grid.cropCount else { return PixelList(pixels: try body(self), grid: grid) }
        let starts = PixelGrid.starts(of: sizes)
        let grid = try PixelGrid(sizes: positions.map { sizes[$0] }, device: pixels.device)
        let places = try Self.places(of: grid, from: positions.map { starts[$0] })
        let part = PixelList(pixels: try pixels.gathered(0, places), grid: grid)
        return PixelList(pixels: try pixels.replacing(0, places, with: body(part)), grid: self.grid)
    }

    /// Some of the crops, in the order of `positions`.
    func picking(_ positions: [Int]) throws -> PixelList {
        let starts = PixelGrid.starts(of: sizes)
        return try PixelList(of: pixels, starts: positions.map { starts[$0] }, sizes: positions.map { sizes[$0] })
    }

    /// The places `[P]` of the grid's pixels in a longer list, in which its crops begin at `starts`.
    private static func places(of grid: PixelGrid, from starts: [Int]) throws -> Tensor {
        let own = PixelGrid.starts(of: grid.sizes)
        let shift = try grid.spread(zip(starts, own).map { $0 - $1 })
        return try Tensor.arange(0, Double(grid.count), dtype: .int64, device: grid.device) + shift
    }
}
