import Backbones
import Foundation
import Networks
import Tensors
import Training

// Times one backbone: after every line on standard input it runs once and prints the milliseconds that took. `compare.py` and
// `gpu.py` beside this file run it in turn with timm.
//
//     network-benchmark forward|train BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]
//
// The same for training steps whose batches are augmented crops, kept on the device or decoded and augmented by workers:
//
//     network-benchmark train-kept|train-fetched BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]
//
// Or compares the embeddings on a device with those of the processor in float32 and prints the largest difference, relative
// to the largest magnitude; or the pixels of augmented crops that are kept on the device with those of the workers, and prints
// the largest difference:
//
//     network-benchmark agree|agree-crops BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]

/// What is asked for.
enum Mode: String, CaseIterable {
    case forward
    case train
    case trainKept = "train-kept"
    case trainFetched = "train-fetched"
    case agree
    case agreeCrops = "agree-crops"
}

let arguments = CommandLine.arguments + ["cpu", "float32"].dropFirst(max(0, CommandLine.arguments.count - 6))
guard arguments.count == 8, let mode = Mode(rawValue: arguments[1]), let size = Int(arguments[3]),
    let batch = Int(arguments[4]), let threads = Int(arguments[5]), ["cpu", "cuda"].contains(arguments[6]),
    let precision = DType(rawValue: arguments[7])
else {
    let modes = Mode.allCases.map(\.rawValue).joined(separator: "|")
    FileHandle.standardError.write(
        Data(
            "usage: network-benchmark \(modes) BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]\n".utf8
        )
    )
    exit(64)
}

let device: Device = arguments[6] == "cuda" ? .cuda(0) : .cpu
do {
    if device != .cpu { try TensorRuntime.enableCUDA() }
    try TensorRuntime.setThreads(threads)
    let variant = try BackboneRegistry.variant(named: arguments[2])
    switch mode {
    case .forward:
        let forward = try ForwardPass(variant, size: size, device: device, precision: precision)
        let pixels = try pixels().to(device)
        try time { _ = try forward(pixels) }
    case .train:
        let step = try TrainingStep(variant, size: size, device: device, precision: precision)
        let pixels = try pixels().to(device)
        try time { try step(pixels) }
    case .trainKept, .trainFetched:
        let step = try TrainingStep(variant, size: size, device: device, precision: precision)
        let feed = try CropFeeding(variant, size: size, batch: batch, threads: threads, device: device)
            .feed(mode == .trainKept ? .device : .host, batches: 10_000)
        try time {
            if let next = try feed.next() { try step(next.pixels) }
        }
        feed.stop()
    case .agree:
        let pixels = try pixels()
        let reference = try ForwardPass(variant, size: size, device: .cpu, precision: .float32)(pixels)
        let values = try ForwardPass(variant, size: size, device: device, precision: precision)(pixels.to(device))
        let largest = reference.reduce(0) { max($0, abs($1)) }
        let difference = zip(reference, values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        print(String(format: "%.2e", difference / largest))
    case .agreeCrops:
        let crops = try CropFeeding(variant, size: size, batch: batch, threads: threads, device: device)
        print(String(format: "%.2e", try crops.largestDifference()))
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(4)
}

/// Random pixels `[batch, 3, size, size]`.
func pixels() throws -> Tensor {
    try TorchGenerator(seed: 2).normal([batch, 3, size, size])
}

/// Runs `body` once for every line that comes, and prints its milliseconds.
func time(_ body: () throws -> Void) throws {
    while readLine() != nil {
        let start = ContinuousClock.now
        try body()
        print(String(format: "%.3f", (ContinuousClock.now - start) / .milliseconds(1)))
        fflush(nil)
    }
}
