package import Imaging
package import Tensors

extension PixelList {
    /// Resizes every crop to a square of `size` x `size` pixels: `[N, S, S, 3]`, uint8.
    package func resized(to size: Int) throws -> Tensor {
        try resized(to: sizes.map { _ in Size2(size, size) }).pixels.reshaped([sizes.count, size, size, 3])
    }

    /// Changes every crop as its plan says and brings it to `size` x `size` pixels: `[N, S, S, 3]`, uint8.
    ///
    /// The result has the bits of `Augmentation` on the processor, whatever crops are in the batch: whole numbers are computed
    /// as whole numbers, and the few others by the same operations in the same order.
    package func augmented(by plans: [AugmentationPlan], size: Int) throws -> Tensor {
        var crops = try coloured(by: plans)
        crops = try crops.softened(by: plans)
        let contrasts = plans.indices.filter { plans[$0].localContrast != nil }
        crops = try crops.changing(contrasts) { try $0.equalised(contrasts.compactMap { plans[$0].localContrast }) }
        return try crops.placed(by: plans, size: size).hiding(plans.map(\.hole))
    }

    private func coloured(by plans: [AugmentationPlan]) throws -> PixelList {
        let positions = plans.indices.filter { plans[$0].colour != nil }
        return try changing(positions) { try $0.adjusted(positions.compactMap { plans[$0].colour }) }
    }

    private func softened(by plans: [AugmentationPlan]) throws -> PixelList {
        var crops = self
        for pass in 0..<2 {
            let means = plans.map { plan -> WeightedTaps? in
                guard case .means(let passes) = plan.softening, pass < passes.count else { return nil }
                return passes[pass]
            }
            let positions = plans.indices.filter { means[$0] != nil }
            crops = try crops.changing(positions) { try $0.averaged(positions.compactMap { means[$0] }) }
        }
        for side in [3, 5] {
            let positions = plans.indices.filter {
                if case .median(side) = plans[$0].softening { true } else { false }
            }
            crops = try crops.changing(positions) { try $0.medians(side: side) }
        }
        let noise = plans.map { plan -> [Int16]? in
            if case .noise(let changes) = plan.softening { changes } else { nil }
        }
        let positions = plans.indices.filter { noise[$0] != nil }
        return try crops.changing(positions) { try $0.adding(positions.compactMap { noise[$0] }) }
    }

    /// Geometry: warped crops and resized ones, each by themselves, then in the batch's order again.
    private func placed(by plans: [AugmentationPlan], size: Int) throws -> Tensor {
        let warped = plans.indices.filter { plans[$0].map != nil }
        let resized = plans.indices.filter { plans[$0].map == nil }
        var parts: [Tensor] = []
        if !warped.isEmpty {
            let crops = try picking(warped)
            // A kernel of fixed width would alias when shrinking.
            let smaller = crops.sizes.map { Size2(min($0.height, size), min($0.width, size)) }
            parts.append(try crops.resized(to: smaller).warped(by: warped.compactMap { plans[$0].map }, size: size))
        }
        if !resized.isEmpty {
            parts.append(try picking(resized).viewed(as: resized.map { plans[$0].view }).resized(to: size))
        }
        var places = [Int](repeating: 0, count: plans.count)
        for (place, position) in (warped + resized).enumerated() { places[position] = place }
        return try Tensor.concatenate(parts).gathered(0, Tensor(places, on: pixels.device))
    }
}

extension Tensor {
    /// Blackens a square of each of the crops `[N, S, S, 3]` that has one.
    fileprivate func hiding(_ holes: [AugmentationPlan.Square?]) throws -> Tensor {
        guard holes.contains(where: { $0 != nil }) else { return self }
        let size = shape[1]
        func mask(_ start: (AugmentationPlan.Square) -> Int) throws -> Tensor {
            let inside = holes.flatMap { hole in
                (0..<size).map { pixel in hole.map { (start($0)..<start($0) + $0.side).contains(pixel) } ?? false }
            }
            return try Tensor(inside, shape: [holes.count, size], on: device)
        }
        let rows = try mask(\.top).to(.uint8).reshaped([-1, size, 1, 1])
        let columns = try mask(\.left).to(.uint8).reshaped([-1, 1, size, 1])
        return try self * (rows * columns).equals(0).to(.uint8)
    }
}
