import Imaging
import Tensors

extension PixelList {
    /// Replaces every pixel by the weighted mean of pixels around it, every crop's by its own weights.
    func averaged(_ means: [WeightedTaps]) throws -> Tensor {
        var sum = try Tensor.full([1, 1], 128, dtype: .int32, device: grid.device)  // then [P, 3]
        for tap in 0..<(means.map(\.taps.count).max() ?? 0) {
            // A crop with fewer taps reads its own pixel, which weighs nothing.
            let places = try grid.neighbours(means.map { tap < $0.taps.count ? $0.taps[tap] : (column: 0, row: 0) })
            let weights = try grid.spread(means.map { tap < $0.weights.count ? Int32($0.weights[tap]) : 0 })
            sum = try sum + pixels.gathered(0, places).to(.int32) * weights.unsqueezed(1)
        }
        return try sum.floorDivided(by: 256).to(.uint8)
    }

    /// Replaces every value by the median of the `side` x `side` values around it.
    func medians(side: Int) throws -> Tensor {
        let reach = side / 2
        let values = try (-reach...reach).flatMap { row in
            try (-reach...reach).map { column in
                try pixels.gathered(
                    0,
                    grid.neighbours(Array(repeating: (column: column, row: row), count: grid.cropCount))
                )
            }
        }
        return try Self.median(of: values)
    }

    /// The median of an odd number of tensors, element by element.
    ///
    /// Of a window that holds more than half of the values, the smallest and the largest cannot be the median: both are
    /// forgotten and the next value comes in, until one is left.
    static func median(of values: [Tensor]) throws -> Tensor {
        var window = Array(values.prefix(values.count / 2 + 2))
        var waiting = values.dropFirst(window.count)
        while window.count > 1 {
            for index in window.indices.dropFirst() {
                (window[0], window[index]) = try (window[0].minimum(window[index]), window[0].maximum(window[index]))
            }
            let last = window.count - 1
            for index in window.indices.dropFirst().dropLast() {
                (window[index], window[last]) = try (
                    window[index].minimum(window[last]), window[index].maximum(window[last])
                )
            }
            window.removeLast()
            if let next = waiting.popFirst() { window[0] = next } else { window.removeFirst() }
        }
        return window[0]
    }

    /// Adds noise `[height, width, 3]` to every crop.
    func adding(_ noise: [[Int16]]) throws -> Tensor {
        let changes = try Tensor(noise.flatMap(\.self), shape: pixels.shape, on: grid.device)
        return try (pixels.to(.int16) + changes).clamped(0, 255).to(.uint8)
    }
}
