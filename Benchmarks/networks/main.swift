import Backbones
import Foundation
import Networks
import Tensors

// Times one backbone: after every line on standard input it runs once and prints the milliseconds that took. `compare.py` and
// `gpu.py` beside this file run it in turn with timm.
//
//     network-benchmark forward|train BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]
//
// Or compares the embeddings on a device with those of the processor in float32 and prints the largest difference, relative
// to the largest magnitude:
//
//     network-benchmark agree BACKBONE SIZE BATCH THREADS [cpu|cuda [float32|float16|bfloat16]]

let arguments = CommandLine.arguments + ["cpu", "float32"].dropFirst(max(0, CommandLine.arguments.count - 6))
guard arguments.count == 8, ["forward", "train", "agree"].contains(arguments[1]), let size = Int(arguments[3]),
    let batch = Int(arguments[4]), let threads = Int(arguments[5]), ["cpu", "cuda"].contains(arguments[6]),
    let precision = DType(rawValue: arguments[7])
else {
    FileHandle.standardError.write(
        Data(
            """
            usage: network-benchmark forward|train|agree BACKBONE SIZE BATCH THREADS \
            [cpu|cuda [float32|float16|bfloat16]]

            """.utf8
        )
    )
    exit(64)
}

let device: Device = arguments[6] == "cuda" ? .cuda(0) : .cpu
do {
    if device != .cpu { try TensorRuntime.enableCUDA() }
    try TensorRuntime.setThreads(threads)
    let variant = try BackboneRegistry.variant(named: arguments[2])
    let pixels = try TorchGenerator(seed: 2).normal([batch, 3, size, size])
    switch arguments[1] {
    case "forward":
        let forward = try ForwardPass(variant, size: size, device: device, precision: precision)
        let pixels = try pixels.to(device)
        try time { _ = try forward(pixels) }
    case "train":
        let step = try TrainingStep(variant, size: size, device: device, precision: precision)
        let pixels = try pixels.to(device)
        try time { try step(pixels) }
    default:
        let reference = try ForwardPass(variant, size: size, device: .cpu, precision: .float32)(pixels)
        let values = try ForwardPass(variant, size: size, device: device, precision: precision)(pixels.to(device))
        let largest = reference.reduce(0) { max($0, abs($1)) }
        let difference = zip(reference, values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        print(String(format: "%.2e", difference / largest))
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(4)
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
