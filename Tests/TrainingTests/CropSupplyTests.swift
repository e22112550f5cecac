import Backbones
import Cohorts
import Diagnostics
import Foundation
import Imaging
import Synchronization
import TensorImaging
import Tensors
import TestSupport
import Testing

@testable import Training

/// Crops on the device and crops on the host: the same pixels, the same training.
@Suite(.serialized) struct CropSupplyTests {
    private func supply(
        _ source: CropSource,
        _ placement: CropPlacement,
        progress: Diagnostics.Progress = .silent
    ) throws -> CropSupply {
        try CropSupply(source, placement: placement, device: .cpu, workers: 2, progress: progress)
    }

    @Test func `On the processor crops stay where they are unless the device is asked for`() throws {
        let source = try TinyTraining().source()
        let events = Events()
        #expect(try supply(source, .auto, progress: events.progress).onDevice == nil)
        #expect(try supply(source, .host, progress: events.progress).onDevice == nil)
        #expect(events.all.isEmpty)
        #expect(try supply(source, .device, progress: events.progress).onDevice != nil)
        let stage = "keep crops on cpu"
        #expect(
            events.all == [
                .started(stage: stage, total: source.count, unit: "crops"),
                .advanced(stage: stage, completed: source.count, note: ""),
                .finished(stage: stage, summary: try description(source)),
            ]
        )
    }

    @Test func `Crops take forty percent of a device's free memory at most`() throws {
        let source = try TinyTraining().source()
        let bytes = try DeviceCrops.byteCount(of: (0..<source.count).map { try source.size(at: $0) })
        let least = (bytes * 5 + 1) / 2
        let events = Events()
        func kept(_ placement: CropPlacement, free: Int) throws -> DeviceCrops? {
            try CropSupply.kept(source, placement, .cpu, free: free, workers: 2, events.progress)
        }
        #expect(try kept(.auto, free: least) != nil)
        #expect(try kept(.device, free: least) != nil)
        #expect(try kept(.auto, free: least - 1) == nil)
        let room = "40 % of the \((least + 500_000) / 1_000_000) MB that are free on cpu"
        #expect(events.all.last == .message("\(try description(source)), stay on the host: more than \(room)"))
        let error = #expect(throws: TrainingError.self) { try kept(.device, free: least - 1) }
        #expect(error?.category == .missingResource)
        #expect(error?.problem.expected == "at most \(room)")
        #expect(error?.problem.found == (try description(source)))
        #expect(error?.problem.remedy?.contains("--crops host") == true)
    }

    /// How many crops there are, and their megabytes once decoded.
    private func description(_ source: CropSource) throws -> String {
        let images = try (0..<source.count).map { try source.image(at: $0) }
        let bytes = images.reduce(0) { $0 + 3 * $1.width * $1.height }
        return "\(source.count) crops, \((bytes + 500_000) / 1_000_000) MB"
    }

    /// What was reported.
    private final class Events: Sendable {
        private let events = Mutex<[ProgressEvent]>([])
        var all: [ProgressEvent] { events.withLock { $0 } }
        var progress: Diagnostics.Progress {
            Diagnostics.Progress { event in self.events.withLock { $0.append(event) } }
        }
    }

    @Test(arguments: [1, 0.6])
    func `A header tells the size of what is decoded`(share: Double) throws {
        let source = try TinyTraining().source().centred(share)
        for row in 0..<20 {
            let image = try source.image(at: row)
            #expect(try source.size(at: row) == Size2(image.height, image.width))
        }
    }

    @Test(arguments: [true, false])
    func `A model is fed the same pixels from both`(augmented: Bool) throws {
        let source = try TinyTraining().source()
        func batches(_ placement: CropPlacement, workers: Int) throws -> [Tensor] {
            let feed = PixelFeed(
                try supply(source, placement),
                plan: [[3, 1, 4, 1, 5], [9, 2, 6], [5]],
                preparation: CropPreparation(
                    size: 40,
                    augmentation: augmented ? try Augmentation() : nil,
                    seed: 3,
                    workers: workers
                ),
                preprocessing: .clip
            )
            var batches: [Tensor] = []
            while let next = try feed.next() { batches.append(next.pixels) }
            return batches
        }
        let host = try batches(.host, workers: 2)
        #expect(host.map(\.shape) == [[5, 3, 40, 40], [3, 3, 40, 40], [1, 3, 40, 40]])
        for (one, other) in zip(host, try batches(.device, workers: 3)) {
            #expect(try one.isEqual(to: other))
            #expect(try one.isChannelsLast && other.isChannelsLast)
        }
    }

    @Test func `A training ends with the same bits from both`() throws {
        var tiny = try TinyTraining()
        tiny.configuration.centreShare = 0.8
        func train(_ placement: CropPlacement) throws -> (weights: [String: [Float]], losses: [Double]) {
            tiny.crops = placement
            return try Places.withTemporaryFolder { folder in
                try tiny.train(into: folder)
                return (
                    try TinyTraining.tensors(folder.appending(path: FoldFiles.best)),
                    try TinyTraining.history(folder).map(\.loss)
                )
            }
        }
        let (host, device) = try (train(.host), train(.device))
        #expect(host.losses == device.losses)
        #expect(host.weights == device.weights)
    }

    @Test func `A crop that cannot be read is named before anything is trained`() throws {
        let tiny = try TinyTraining()
        let store = try #require(tiny.cohort.crops)
        let source = CropSource(ids: tiny.cohort.ids + ["nobody"], store: store)
        let error = #expect(throws: TrainingError.self) { try supply(source, .device) }
        #expect(error?.problem.location?.contains("nobody") == true)
    }

    @Test(arguments: TestTimeView.allCases)
    func `A view of pixels is the pixels of a view`(view: TestTimeView) throws {
        let image = try TinyTraining().source().image(at: 2).resized(width: 24, height: 24)
        func pixels(_ image: RGBImage) throws -> Tensor {
            try PixelBatch.tensor([image.pixels], width: 24, height: 24, preprocessing: .imageNet)
        }
        let viewed = try pixels(image).viewed(as: view)
        #expect(try viewed.isEqual(to: pixels(image.viewed(as: view))))
        #expect(try viewed.isChannelsLast)
    }
}
