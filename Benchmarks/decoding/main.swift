import CRawDecode
import Cohorts
import Foundation
import Imaging

// Times the decoding of JPEG crops on one core: `JPEG.decode`, with its checks and an image of its own for every crop, in turn
// with a loop in C that does nothing but call TurboJPEG.
//
//     script/build --product decoding-benchmark
//     taskset -c 0 .build/release/decoding-benchmark [FILE.hdf5 OR FOLDER [PAIRS]]
//
// Default: the crops of ../shared/data/slice3d, 15 pairs. Prints medians, and of the paired ratios too.

let arguments = CommandLine.arguments
let place = URL(filePath: arguments.count > 1 ? arguments[1] : "../shared/data/slice3d/train-image.hdf5")
let pairs = arguments.count > 2 ? Int(arguments[2]) ?? 15 : 15
let store: any CropStore =
    place.pathExtension == "hdf5" ? try HDF5CropStore(place) : try FolderCropStore(place)
let crops = try store.identifiers.map { try store.jpeg(for: $0) }
let buffers = crops.map { crop in
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: crop.count)
    buffer.initialize(from: crop, count: crop.count)
    return UnsafePointer(buffer)
}
let sizes = crops.map(\.count)
let largest = try crops.map { try JPEG.decode($0) }.map(\.pixels.count).max() ?? 0
var pixels = [UInt8](repeating: 0, count: largest)

/// The microseconds per crop that `body` takes, and the sum that it returns so that no work can be left out.
func time(_ body: () throws -> Int) rethrows -> (microseconds: Double, sum: Int) {
    let start = ContinuousClock.now
    let sum = try body()
    return ((ContinuousClock.now - start) / .microseconds(1) / Double(crops.count), sum)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

var (ours, raw): ([Double], [Double]) = ([], [])
for _ in 0..<pairs {
    let mine = try time {
        try crops.reduce(0) { sum, crop in
            let image = try JPEG.decode(crop)
            return sum + Int(image.pixels[3 * image.width])
        }
    }
    let theirs = time { raw_decode(buffers, sizes, crops.count, &pixels) }
    guard mine.sum == theirs.sum else {
        FileHandle.standardError.write(Data("The two decoders disagree.\n".utf8))
        exit(1)
    }
    ours.append(mine.microseconds)
    raw.append(theirs.microseconds)
}
let speed = zip(raw, ours).map { $0 / $1 * 100 }
print(
    String(
        format: "%d crops, %d pairs: TurboJPEG %.1f us, Cygnet %.1f us per crop: %.1f %% of its speed (%.1f to %.1f)",
        crops.count,
        pairs,
        median(raw),
        median(ours),
        median(speed),
        speed.min() ?? 0,
        speed.max() ?? 0
    )
)
