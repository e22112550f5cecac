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
        let messages = Mutex<[String]>([])
        let progress = Diagnostics.Progress { event in
            if case .message(let text) = event { messages.withLock { $0.append(text) } }
        }
        #expect(try supply(source, .auto, progress: progress).onDevice == nil)
        #expect(try supply(source, .host, progress: progress).onDevice == nil)
        #expect(messages.withLock { $0.isEmpty })
        #expect(try supply(source, .device, progress: progress).onDevice != nil)
        let sizes = try (0..<source.count).map { try source.image(at: $0) }.map { Size2($0.height, $0.width) }
        let megabytes = (DeviceCrops.byteCount(of: sizes) + 500_000) / 1_000_000
        #expect(messages.withLock { $0 } == ["\(source.count) crops, \(megabytes) MB, kept on the device (cpu)"])
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
            let feed = try PixelFeed(
                supply(source, placement),
                plan: [[3, 1, 4, 1, 5], [9, 2, 6], [5]],
                preparation: CropPreparation(
                    size: 40,
                    augmentation: augmented ? Augmentation() : nil,
                    seed: 3,
                    workers: workers
                ),
                preprocessing: .clip,
                device: .cpu
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
