import Diagnostics
import Dispatch
import Foundation
import Imaging
import Morphometry
import Synchronization
import Tables
import Training

/// The pixel measurements (`px_*`) of a cohort's crops: one definition for the command, for training and for prediction.
struct PixelTable {
    /// The measurements, one row per crop in the source's order.
    let matrix: FeatureMatrix
    /// The share of crops in which no lesion stood out is this count over all.
    let withoutLesion: Int
    /// The number of lesions that have no crop; their measurements are missing.
    let withoutCrop: Int
    /// Processor time in seconds that decoding and measuring took, over all workers.
    let decodingSeconds: Double
    let measuringSeconds: Double

    /// Crops that a worker takes at a time.
    private static let chunk = 64

    /// Measures every crop; a lesion without one has no measurements, and a warning says how many those are. The result does
    /// not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - source: The crops.
    ///   - fieldOfView: The length of a crop's longer side in millimetres.
    ///   - workers: How many crops are measured at the same time.
    ///   - progress: Where progress goes.
    /// - Throws: `TrainingError` that names the first lesion whose crop is damaged.
    static func measure(
        _ source: CropSource,
        fieldOfView: Double,
        workers: Int,
        progress: Diagnostics.Progress
    ) throws -> PixelTable {
        struct State {
            var next = 0
            var done = 0
            var decoding = 0.0
            var measuring = 0.0
            var columns: [[Float]]
            var failure: (row: Int, error: any Error)?
        }
        FreedMemory.keepForNextCrop()
        let morphometer = Morphometer(fieldOfView: fieldOfView)
        let names = PixelMeasurement.names
        let count = source.count
        let withoutCrop = (0..<count).count { !source.hasCrop(at: $0) }
        if withoutCrop > 0 {
            progress(.warning("\(withoutCrop) of \(count) lesions have no crop: their pixel measurements are missing"))
        }
        let state = Mutex(State(columns: names.map { _ in [Float](repeating: .nan, count: count) }))
        progress(.started(stage: "pixel measurements", total: count, unit: "crops"))
        DispatchQueue.concurrentPerform(iterations: max(1, workers)) { _ in
            while true {
                let start = state.withLock { state in
                    defer { state.next += chunk }
                    return state.failure == nil ? state.next : count
                }
                guard start < count else { return }
                let rows = start..<min(start + chunk, count)
                var (decoding, measuring) = (0.0, 0.0)
                var values: [(row: Int, measured: [Float])] = []
                var failure: (row: Int, error: any Error)?
                for row in rows where source.hasCrop(at: row) {
                    do {
                        let began = ProcessorTime.thread
                        let image = try source.image(at: row)
                        let decoded = ProcessorTime.thread
                        values.append((row, morphometer(image).values))
                        decoding += decoded - began
                        measuring += ProcessorTime.thread - decoded
                    } catch {
                        failure = (row, error)
                        break
                    }
                }
                let done = state.withLock { state in
                    for (row, measured) in values {
                        for column in measured.indices { state.columns[column][row] = measured[column] }
                    }
                    // Chunks are dealt in order, so the first damaged crop is always among those that were tried.
                    if let failure, failure.row < state.failure?.row ?? .max { state.failure = failure }
                    state.decoding += decoding
                    state.measuring += measuring
                    state.done += rows.count
                    return state.done
                }
                progress(.advanced(stage: "pixel measurements", completed: done, note: ""))
            }
        }
        let result = state.withLock { $0 }
        if let failure = result.failure { throw failure.error }
        let matrix = try FeatureMatrix(names: names, columns: result.columns, rowCount: count)
        let table = PixelTable(
            matrix: matrix,
            withoutLesion: matrix[PixelMeasurement.noLesionName]?.count { $0 == 1 } ?? 0,
            withoutCrop: withoutCrop,
            decodingSeconds: result.decoding,
            measuringSeconds: result.measuring
        )
        progress(.finished(stage: "pixel measurements", summary: table.summary))
        return table
    }

    /// How many crops there were, and how many a second and core were decoded and measured.
    var summary: String {
        let crops = matrix.rowCount - withoutCrop
        func rate(_ seconds: Double) -> String {
            seconds > 0 ? "\(Int((Double(crops) / seconds).rounded()))" : "-"
        }
        return "\(crops) crops, \(withoutLesion) without a lesion; per second and core "
            + "\(rate(decodingSeconds)) decoded, \(rate(measuringSeconds)) measured"
    }
}

/// Time that the processor spent, which waiting for other work does not lengthen.
enum ProcessorTime {
    /// The seconds the calling thread has run for.
    static var thread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// What the C library does with freed memory.
enum FreedMemory {
    /// Lets every thread keep a few freed megabytes: without this a third of the time goes into asking the system for the
    /// same pages again, crop after crop.
    ///
    /// glibc maps blocks beyond a threshold one by one, and gives the heap's end back beyond twice that; the release of a
    /// larger block raises both (mallopt(3), M_MMAP_THRESHOLD). Elsewhere this does nothing.
    static func keepForNextCrop() {
        UnsafeMutableRawPointer.allocate(byteCount: 8 << 20, alignment: 16).deallocate()
    }
}
