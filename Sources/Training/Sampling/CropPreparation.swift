package import Imaging
import Parallelism
import Randomness
import TensorImaging
import Tensors

/// How crops become model input.
///
/// Every sample has its own random stream, named by the seed and its place in the plan: neither the number of workers nor
/// their timing changes a pixel.
package struct CropPreparation: Sendable {
    /// The height and width of the model input.
    var size: Int
    /// The random changes of training, or nil where crops are only resized.
    var augmentation: Augmentation?
    /// The seed of all samples; another one for every epoch.
    var seed: UInt64
    /// How many crops are prepared at the same time.
    var workers: Int

    /// Describes how crops become model input.
    package init(size: Int, augmentation: Augmentation? = nil, seed: UInt64 = 0, workers: Int) {
        self.size = size
        self.augmentation = augmentation
        self.seed = seed
        self.workers = workers
    }

    /// Decodes, augments and resizes the crops at `rows`, which begin at the place `firstSample` of the plan.
    ///
    /// - Throws: The first error in the order of the rows, however the workers ran.
    func images(of source: CropSource, rows: [Int], firstSample: Int) throws -> [RGBImage] {
        try concurrentMap(rows.count, workers: workers) { position in
            let image = try source.image(at: rows[position])
            guard let augmentation else { return image.resized(width: size, height: size) }
            var generator = generator(firstSample + position)
            return augmentation(image, size: size, generator: &generator)
        }
    }

    /// What is done to the crops at `rows` instead, where a device does it; nil where they are only resized.
    func plans(of crops: DeviceCrops, rows: [Int], firstSample: Int) -> [AugmentationPlan]? {
        guard let augmentation else { return nil }
        return concurrentMap(rows.count, workers: workers) { position in
            let crop = crops.size(at: rows[position])
            var generator = generator(firstSample + position)
            return augmentation.plan(width: crop.width, height: crop.height, size: size, generator: &generator)
        }
    }

    private func generator(_ sample: Int) -> SeededGenerator { SeededGenerator(seed: seed, keys: UInt64(sample)) }
}
