package import Diagnostics
import Foundation
import Imaging
import Parallelism
import TensorImaging
package import Tensors

/// Where the decoded crops of a training wait for their turn.
public enum CropPlacement: String, Sendable, CaseIterable {
    /// On the GPU where they fit, else as `host`.
    case auto
    /// On the device that computes: decoded once, augmented there.
    case device
    /// Nowhere: they are read and decoded whenever they are needed, and augmented by the processor.
    case host
}

/// The crops of a cohort, where they are kept, and the queue of the device's work that makes batches of them.
package struct CropSupply: Sendable {
    /// The share of a device's free memory that crops may take; the rest is the model's.
    private static let deviceShare = 0.4

    let source: CropSource
    let device: Device
    /// One for all batches: libtorch keeps freed memory for the queue that it was taken for.
    let stream: SideStream
    /// The decoded crops on the device; nil where they are decoded whenever they are needed.
    let onDevice: DeviceCrops?

    private init(_ source: CropSource, onDevice: DeviceCrops?, device: Device) throws {
        self.source = source
        self.onDevice = onDevice
        self.device = device
        // Its work begins when the crops have come.
        stream = try SideStream(device)
    }

    /// Crops that are decoded whenever they are needed.
    package init(_ source: CropSource, device: Device) throws {
        try self.init(source, onDevice: nil, device: device)
    }

    /// Keeps the crops where `placement` wants them.
    ///
    /// - Throws: `TrainingError` for a crop that is absent or damaged, and where crops are to be on a device that has no room.
    package init(
        _ source: CropSource,
        placement: CropPlacement,
        device: Device,
        workers: Int,
        progress: Diagnostics.Progress
    ) throws {
        let areWanted = placement == .device || placement == .auto && device != .cpu
        let onDevice =
            areWanted
            ? try Self.kept(source, placement, device, free: device.freeMemory, workers: workers, progress) : nil
        try self.init(source, onDevice: onDevice, device: device)
    }

    /// Decodes the crops and brings them to the device, or says why they stay: they may take a share of the `free` bytes only.
    static func kept(
        _ source: CropSource,
        _ placement: CropPlacement,
        _ device: Device,
        free: Int?,
        workers: Int,
        _ progress: Diagnostics.Progress
    ) throws -> DeviceCrops? {
        let sizes = try (0..<source.count).map { try source.size(at: $0) }
        let bytes = DeviceCrops.byteCount(of: sizes)
        let crops = "\(grouped(source.count)) crops, \(megabytes(bytes))"
        if let free, Double(bytes) > deviceShare * Double(free) {
            let room = "\(Int(deviceShare * 100)) % of the \(megabytes(free)) that are free on \(device)"
            guard placement == .auto else {
                throw TrainingError(
                    Problem(
                        "the crops do not fit on the device",
                        expected: "at most \(room)",
                        found: crops,
                        remedy: "Use --crops auto or --crops host"
                    ),
                    category: .missingResource
                )
            }
            progress(.message("\(crops), stay on the host: more than \(room)"))
            return nil
        }
        let stage = "keep crops on \(device)"
        progress(.started(stage: stage, total: source.count, unit: "crops"))
        let kept = try DeviceCrops(sizes: sizes, device: device) { rows in
            defer { progress(.advanced(stage: stage, completed: rows.upperBound, note: "")) }
            return try concurrentMap(rows.count, workers: workers) { try source.image(at: rows.lowerBound + $0) }
        }
        progress(.finished(stage: stage, summary: crops))
        return kept
    }

    private static func megabytes(_ bytes: Int) -> String { "\(grouped((bytes + 500_000) / 1_000_000)) MB" }

    /// A number with its thousands parted by commas, whatever the machine's language.
    private static func grouped(_ number: Int) -> String {
        number.formatted(.number.locale(Locale(identifier: "en_US")))
    }
}
