package import Diagnostics
import Foundation
import Imaging
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

/// The crops of a cohort, and where they are kept.
package struct CropSupply: Sendable {
    /// The share of a device's free memory that crops may take; the rest is the model's.
    static let deviceShare = 0.4

    let source: CropSource
    /// The decoded crops on the device; nil where they are decoded whenever they are needed.
    let onDevice: DeviceCrops?

    /// Crops that are decoded whenever they are needed.
    package init(_ source: CropSource) {
        self.source = source
        onDevice = nil
    }

    /// Keeps the crops where `placement` wants them and says so in one line.
    ///
    /// - Throws: `TrainingError` for a crop that is absent or damaged, and where crops are to be on a device that has no room.
    package init(
        _ source: CropSource,
        placement: CropPlacement,
        device: Device,
        workers: Int,
        progress: Diagnostics.Progress
    ) throws {
        self.source = source
        guard placement == .device || placement == .auto && device != .cpu else {
            onDevice = nil
            return
        }
        let sizes = try (0..<source.count).map { try source.size(at: $0) }
        let bytes = DeviceCrops.byteCount(of: sizes)
        let crops = "\(Self.grouped(source.count)) crops, \(Self.megabytes(bytes))"
        if let free = try device.memory?.free, Double(bytes) > Self.deviceShare * Double(free) {
            let room = "\(Int(Self.deviceShare * 100)) % of the \(Self.megabytes(free)) that are free on \(device)"
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
            onDevice = nil
            return
        }
        let decoding = CropPreparation(size: 0, workers: workers)
        onDevice = try DeviceCrops(sizes: sizes, device: device) { try decoding.decoded(source, rows: Array($0)) }
        progress(.message("\(crops), kept on the device (\(device))"))
    }

    private static func megabytes(_ bytes: Int) -> String { "\(grouped((bytes + 500_000) / 1_000_000)) MB" }

    /// A number with its thousands parted by commas, whatever the machine's language.
    private static func grouped(_ number: Int) -> String {
        number.formatted(.number.locale(Locale(identifier: "en_US")))
    }
}
