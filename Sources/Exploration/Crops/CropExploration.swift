import Cohorts
import Diagnostics
import Foundation
import Imaging
import Parallelism
import Randomness
import Storage
import Synchronization

/// What the crops look like: their sizes, which are nearly the same picture, and small pictures of some.
public struct CropExploration: Sendable {
    /// A group of rows whose crops are nearly the same picture.
    public struct DuplicateGroup: Sendable {
        /// The rows.
        public let rows: [Int]
        /// Whether the rows belong to more than one patient.
        public let crossesPatients: Bool
        /// Whether the rows have both labels.
        public let hasBothClasses: Bool
    }

    /// A small picture.
    public struct Thumbnail: Sendable {
        /// The row.
        public let row: Int
        /// The JPEG bytes.
        public let jpeg: [UInt8]
        /// Whether the lesion is malignant; nil without labels.
        public let isMalignant: Bool?
    }

    /// The rows with a crop.
    public let present: Int
    /// The rows without one.
    public let absent: Int
    /// Crops that cannot be decoded.
    public let damaged: Int
    /// The longer side of each crop in pixels, and whether the lesion is malignant.
    public let sides: [(pixels: Int, isMalignant: Bool)]
    /// The median size of a file in bytes.
    public let medianBytes: Int
    /// The AUC of the crop's size alone, where there are classes.
    public let sizeAUC: Estimate?
    /// Nearly equal crops.
    public let duplicates: [DuplicateGroup]
    /// Small pictures, where they were asked for.
    public let thumbnails: [Thumbnail]

    private static let thumbnailSide = 72
    private static let thumbnailsPerClass = 48

    private struct Look: Sendable {
        var bytes = 0
        var side = 0
        var hash: CropHash?
        var digest: SHA256Digest?
    }

    init(
        _ prepared: PreparedCohort,
        crops: any CropStore,
        options: ExplorationOptions,
        progress: Diagnostics.Progress
    ) {
        let ids = prepared.cohort.ids
        let rows = ids.indices.filter { crops.contains(ids[$0]) }
        let stage = "crops"
        progress(.started(stage: stage, total: rows.count, unit: "crops"))
        let done = Atomic<Int>(0)
        let block = 256
        let looks = concurrentMap((rows.count + block - 1) / block) { index in
            let part = rows[(index * block)..<min(rows.count, (index + 1) * block)].map { row in
                Self.look(ids[row], in: crops)
            }
            let completed = done.add(part.count, ordering: .relaxed).newValue
            progress(.advanced(stage: stage, completed: completed, note: ""))
            return part
        }.flatMap { $0 }
        progress(.finished(stage: stage, summary: "\(rows.count) crops"))

        present = rows.count
        absent = ids.count - rows.count
        damaged = looks.count { $0.hash == nil }
        let classes = prepared.isMalignant
        sides = zip(rows, looks).compactMap { row, look in
            look.hash == nil ? nil : (look.side, classes?[row] ?? false)
        }
        medianBytes = looks.isEmpty ? 0 : looks.map(\.bytes).sorted()[looks.count / 2]
        sizeAUC = Self.sizeAUC(prepared, rows: rows, looks: looks)
        let pictures = zip(rows, looks).compactMap { row, look in
            look.hash.flatMap { hash in look.digest.map { NearDuplicates.Picture(row: row, hash: hash, digest: $0) } }
        }
        duplicates = NearDuplicates.groups(pictures, ids: ids, crops: crops).map {
            Self.described($0, in: prepared)
        }
        thumbnails = options.thumbnails ? Self.thumbnails(prepared, rows: rows, crops: crops, seed: options.seed) : []
    }

    private static func look(_ id: String, in crops: any CropStore) -> Look {
        guard let jpeg = try? crops.jpeg(for: id) else { return Look() }
        guard let size = try? JPEG.size(jpeg), let grey = try? JPEG.grey(jpeg, atLeast: 18) else {
            return Look(bytes: jpeg.count)
        }
        return Look(
            bytes: jpeg.count,
            side: max(size.width, size.height),
            hash: CropHash(grey),
            digest: SHA256Digest.of(jpeg)
        )
    }

    private static func sizeAUC(_ prepared: PreparedCohort, rows: [Int], looks: [Look]) -> Estimate? {
        guard prepared.hasClasses, let classes = prepared.isMalignant else { return nil }
        var sides = [Double](repeating: .nan, count: prepared.count)
        for (row, look) in zip(rows, looks) where look.hash != nil { sides[row] = Double(look.side) }
        return ClusteredAUC.measure(
            sides,
            order: RowOrder(sides),
            isMalignant: classes,
            groups: prepared.groups,
            groupCount: prepared.groupCount
        )
    }

    private static func described(_ rows: [Int], in prepared: PreparedCohort) -> DuplicateGroup {
        let patients = Set(rows.map { prepared.groups?[$0] ?? -1 })
        let classes = Set(rows.compactMap { prepared.isMalignant?[$0] })
        return DuplicateGroup(
            rows: rows,
            crossesPatients: prepared.groups != nil && patients.count > 1,
            hasBothClasses: classes.count > 1
        )
    }

    private static func thumbnails(
        _ prepared: PreparedCohort,
        rows: [Int],
        crops: any CropStore,
        seed: UInt64
    ) -> [Thumbnail] {
        var generator = SeededGenerator(seed: seed, keys: 0x7468_756D)
        let shuffled = generator.permutation(of: rows.count).map { rows[$0] }
        let classes = prepared.isMalignant
        let malignant = shuffled.filter { classes?[$0] == true }.prefix(thumbnailsPerClass)
        let others = shuffled.filter { classes?[$0] != true }.prefix(thumbnailsPerClass)
        return (malignant + others).compactMap { row in
            CropThumbnail.jpeg(of: prepared.cohort.ids[row], in: crops, side: thumbnailSide)
                .map { Thumbnail(row: row, jpeg: $0, isMalignant: classes?[row]) }
        }
    }
}
