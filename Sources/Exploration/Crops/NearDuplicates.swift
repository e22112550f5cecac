import Cohorts
import Imaging
import Parallelism
import Storage

/// Finds crops that are nearly the same picture.
///
/// Files of the same bytes are one picture. Of the others perceptual hashes find candidates, and the pictures' cells decide.
enum NearDuplicates {
    /// A crop that could be decoded.
    struct Picture: Sendable {
        let row: Int
        let hash: CropHash
        let digest: SHA256Digest
    }

    /// How alike two crops must be: the correlation of their brightness in 16 × 16 cells.
    static let leastCorrelation: Float = 0.995

    /// Returns groups of rows whose crops are nearly the same, each in rising order.
    static func groups(_ pictures: [Picture], ids: [String], crops: any CropStore) -> [[Int]] {
        var sets = DisjointSets(count: pictures.count)
        var firsts: [SHA256Digest: Int] = [:]
        var distinct: [Int] = []
        for (position, picture) in pictures.enumerated() {
            if let first = firsts[picture.digest] {
                sets.join(first, position)
            } else {
                firsts[picture.digest] = position
                distinct.append(position)
            }
        }
        let candidates = CropHashIndex.pairs(distinct.map { pictures[$0].hash }).map {
            (first: distinct[$0.first], second: distinct[$0.second])
        }
        let involved = Set(candidates.flatMap { [$0.first, $0.second] }).sorted()
        let decoded = concurrentMap(involved.count) { Self.cells(of: ids[pictures[involved[$0]].row], in: crops) }
        let cells = Dictionary(uniqueKeysWithValues: zip(involved, decoded))
        for (first, second) in candidates {
            if let one = cells[first] ?? nil, let other = cells[second] ?? nil,
                correlation(one, other) >= leastCorrelation
            {
                sets.join(first, second)
            }
        }
        return sets.sets.map { members in members.map { pictures[$0].row } }
    }

    private static func cells(of id: String, in crops: any CropStore) -> [Float]? {
        guard let jpeg = try? crops.jpeg(for: id), let grey = try? JPEG.grey(jpeg, atLeast: 64) else { return nil }
        return grey.averaged(width: 16, height: 16)
    }

    static func correlation(_ first: [Float], _ second: [Float]) -> Float {
        let count = Float(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var sums: (both: Float, first: Float, second: Float) = (0, 0, 0)
        for (a, b) in zip(first, second) {
            sums.both += (a - means.0) * (b - means.1)
            sums.first += (a - means.0) * (a - means.0)
            sums.second += (b - means.1) * (b - means.1)
        }
        // Two flat pictures are alike where they are equally bright.
        if sums.first < count || sums.second < count { return abs(means.0 - means.1) < 1 ? 1 : 0 }
        return sums.both / (sums.first * sums.second).squareRoot()
    }
}
