import Cohorts
import Diagnostics
import Foundation
import Parallelism
import Storage

/// Draws the lesions of one split, batch by batch on all cores, and writes them in order.
struct SplitWriter {
    let plan: CohortPlan
    let entries: [CohortPlan.Entry]
    let files: SplitFiles
    let seed: UInt64

    /// What one worker made of a few lesions.
    private struct Slice: Sendable {
        var rows = ""
        var crops: [(identifier: String, jpeg: [UInt8])] = []
    }

    private static let lesionsPerSlice = 64
    private static let slicesPerBatch = 32

    func write(progress: Diagnostics.Progress) throws {
        let stage = "synthesize \(files.split.rawValue)"
        progress(.started(stage: stage, total: entries.count, unit: "lesions"))
        let crops = try CropSink(files)
        try AtomicFile.replace(files.metadata) { temporary in
            let rows = try TextFile(temporary)
            let header = files.split == .train ? CohortCSV.trainColumns : CohortCSV.testColumns
            try rows.append(header.joined(separator: ",") + "\n")
            let batchSize = Self.lesionsPerSlice * Self.slicesPerBatch
            for start in stride(from: 0, to: entries.count, by: batchSize) {
                let end = min(start + batchSize, entries.count)
                for slice in try slices(of: start..<end) {
                    try rows.append(slice.rows)
                    for crop in slice.crops { try crops.append(crop.identifier, crop.jpeg) }
                }
                progress(.advanced(stage: stage, completed: end, note: ""))
            }
            try rows.close()
        }
        try crops.finish()
        if files.split == .test { try AtomicFile.write(truth, to: files.truth) }
        progress(.finished(stage: stage, summary: "\(entries.count) lesions"))
    }

    /// Every lesion has its own random streams, so the number of workers changes nothing.
    private func slices(of range: Range<Int>) throws -> [Slice] {
        let starts = Array(stride(from: range.lowerBound, to: range.upperBound, by: Self.lesionsPerSlice))
        return try concurrentMap(starts.count) { index in
            try slice(of: starts[index]..<min(starts[index] + Self.lesionsPerSlice, range.upperBound))
        }
    }

    private func slice(of range: Range<Int>) throws -> Slice {
        var slice = Slice()
        let sampler = LesionSampler(seed: seed)
        let painter = CropPainter(seed: seed)
        for entry in entries[range] {
            let patient = plan.patients[entry.patient]
            let lesion = sampler.lesion(
                entry.lesion,
                of: patient,
                patientIndex: entry.patient,
                identifier: entry.identifier
            )
            slice.rows +=
                files.split == .train ? CohortCSV.trainRow(lesion, of: patient) : CohortCSV.testRow(lesion, of: patient)
            if files.images != .none {
                let jpeg = try painter.jpeg(
                    of: lesion,
                    index: entry.lesion,
                    patient: patient,
                    patientIndex: entry.patient
                )
                slice.crops.append((entry.identifier, jpeg))
            }
        }
        return slice
    }

    private var truth: String {
        entries.reduce(into: "isic_id,target\n") { text, entry in
            text += "\(entry.identifier),\(plan.isMalignant(entry) ? 1 : 0)\n"
        }
    }
}

extension CohortPlan.Entry {
    /// `isic_id`.
    var identifier: String { "ISIC_" + CohortPlan.sevenDigits(number) }
}

extension CohortPlan {
    /// A patient's malignant lesions come first among the patient's lesions.
    func isMalignant(_ entry: Entry) -> Bool { entry.lesion < patients[entry.patient].malignantCount }
}
