import Backbones
import Cohorts
import Diagnostics
import Imaging
import Tensors
import Training

/// Batches of augmented crops as `cygnet train` makes them, for as long as they are asked for.
struct CropFeeding {
    private let source: CropSource
    private let count: Int
    private let size: Int
    private let batch: Int
    private let threads: Int
    private let device: Device
    private let preprocessing: Preprocessing

    /// Draws crops: two batches of them, which come up in turn.
    init(_ variant: BackboneVariant, size: Int, batch: Int, threads: Int, device: Device) throws {
        let store = try SyntheticCrops(count: 2 * batch)
        source = CropSource(ids: store.identifiers, store: store)
        count = store.identifiers.count
        self.size = size
        self.batch = batch
        self.threads = threads
        self.device = device
        preprocessing = variant.preprocessing
    }

    /// Starts to make `batches` batches of crops that wait where `placement` says.
    func feed(_ placement: CropPlacement, batches: Int) throws -> PixelFeed {
        let crops = try CropSupply(
            source,
            placement: placement,
            device: device,
            workers: threads,
            progress: .silent
        )
        return PixelFeed(
            crops,
            plan: (0..<batches).map { number in (0..<batch).map { (number * batch + $0) % count } },
            preparation: try CropPreparation(size: size, augmentation: Augmentation(), seed: 1, workers: threads),
            preprocessing: preprocessing
        )
    }

    /// The largest difference between what a model reads of crops on the device and of crops on the host.
    func largestDifference() throws -> Double {
        let (kept, fetched) = try (feed(.device, batches: 2), feed(.host, batches: 2))
        var largest = 0.0
        while let one = try kept.next(), let other = try fetched.next() {
            largest = max(largest, try (one.pixels - other.pixels).abs().max().item())
        }
        return largest
    }
}
