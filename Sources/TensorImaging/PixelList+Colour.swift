import Imaging
import Tensors

extension PixelList {
    /// Changes light and colour, every crop's by its own matrix; contrast is taken around each crop's mean luma.
    ///
    /// - Returns: The pixels `[P, 3]`, with the bits of `ColourAdjustment.apply`: the same operations in the same order.
    func adjusted(_ adjustments: [ColourAdjustment]) throws -> Tensor {
        let device = grid.device
        let sums = try Tensor.zeros([grid.cropCount, 3], dtype: .int64, device: device)
            .adding(0, grid.crop, pixels.to(.int64)).to(.float64)
        func total(_ channel: Int, _ weight: Double) throws -> Tensor { try sums.selected(1, channel) * weight }
        let luma = ColourAdjustment.luma
        let mean = try (total(0, luma.red) + total(1, luma.green) + total(2, luma.blue)) / (grid.widths * grid.heights)
        let gain = try Tensor(adjustments.map(\.gain), on: device)
        let brightness = try Tensor(adjustments.map { $0.brightness * 255 }, on: device)
        let offset = try (mean - gain * mean + brightness + 0.5).to(.float32)
        let columns = adjustments.map(\.columns)
        var colours = try grid.spread(offset).unsqueezed(1)  // [P, 1], then [P, 3]
        for (channel, column) in [columns.map(\.red), columns.map(\.green), columns.map(\.blue)].enumerated() {
            let weights = try Tensor(column.flatMap { [$0.x, $0.y, $0.z] }, shape: [column.count, 3], on: device)
            colours = try colours + grid.spread(weights) * pixels.sliced(1, channel..<channel + 1).to(.float32)
        }
        return try colours.clamped(0, 255).to(.uint8)
    }
}
