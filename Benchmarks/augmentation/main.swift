import Foundation
import Imaging
import Randomness

// Times decode + augment + resize of JPEG crops on one core and prints the microseconds per crop.
//
//     augmentation-benchmark FOLDER [SIZE [ROUNDS]]
//
// `compare.py` beside this file runs it in turn with albumentations + OpenCV.

let arguments = CommandLine.arguments
guard arguments.count > 1 else {
    FileHandle.standardError.write(Data("usage: augmentation-benchmark FOLDER [SIZE [ROUNDS]]\n".utf8))
    exit(64)
}
let size = arguments.count > 2 ? Int(arguments[2]) ?? 224 : 224
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 20 : 20
let folder = URL(filePath: arguments[1])
let crops = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == "jpg" }.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
let augmentation = try Augmentation()

/// Prepares every crop once, each with a random stream of its own, and returns a sum so that no work can be left out.
func prepare(round: Int) throws -> Int {
    var sum = 0
    for (index, crop) in crops.enumerated() {
        var generator = SeededGenerator(seed: UInt64(round), keys: UInt64(index))
        sum += Int(augmentation(try JPEG.decode(crop), size: size, generator: &generator).pixels[size])
    }
    return sum
}

var sum = try prepare(round: 0)
let start = ContinuousClock.now
for round in 1...rounds { sum += try prepare(round: round) }
let elapsed = (ContinuousClock.now - start) / .microseconds(1)
print(String(format: "%.1f", elapsed / Double(rounds * crops.count)))
FileHandle.standardError.write(Data("\(crops.count) crops, \(rounds) rounds, checksum \(sum)\n".utf8))
