package import Backbones
import Imaging
import TensorImaging
package import Tensors

/// Feeds a model with batches of pixels, made ahead of it.
///
/// Crops in the machine's memory are decoded, augmented and resized by parallel workers, and their bytes travel to the device;
/// crops that the device keeps are augmented and resized there. Both, and the normalisation, happen beside the model's own work,
/// and give the same bits.
package final class PixelFeed {
    /// A batch is a way to get its pixels.
    private let loader: BatchLoader<@Sendable () throws -> Tensor>

    /// How long `next` has waited in all.
    var waited: Duration { loader.waited }

    /// Starts to make the batches of `plan`; each lists positions in the cohort.
    package init(
        _ supply: CropSupply,
        plan: [[Int]],
        preparation: CropPreparation,
        preprocessing: Preprocessing
    ) {
        let size = preparation.size
        loader = BatchLoader(plan: plan) { rows, firstSample in
            guard let crops = supply.onDevice else {
                let images = try preparation.images(of: supply.source, rows: rows, firstSample: firstSample)
                let pixels: @Sendable () throws -> Tensor = {
                    try PixelBatch.tensor(
                        images.map(\.pixels),
                        width: size,
                        height: size,
                        preprocessing: preprocessing,
                        device: supply.device
                    )
                }
                // A processor has no work of its own to go on with: another thread's tensors would take the model's cores.
                guard supply.device != .cpu else { return pixels }
                return try supply.stream.run(pixels).value
            }
            let plans = preparation.plans(of: crops, rows: rows, firstSample: firstSample)
            return try supply.stream.run {
                let bytes =
                    try plans.map { try crops.augmented(rows, by: $0, size: size) } ?? crops.resized(rows, size: size)
                return try PixelBatch.normalised(bytes, preprocessing)
            }.value
        }
    }

    /// Waits for the next batch: its lesions and their pixels `[N, 3, size, size]` on the device; nil after the last.
    ///
    /// - Throws: `TrainingError` that names the lesion whose crop is absent or damaged, or says that the crops do not come.
    package func next() throws -> (rows: [Int], pixels: Tensor)? {
        try loader.next().map { ($0.rows, try $0.batch()) }
    }

    /// Stops making batches. A feed that is not read to its end must be stopped.
    package func stop() { loader.stop() }
}
