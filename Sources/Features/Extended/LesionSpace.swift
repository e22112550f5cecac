/// A patient's lesions as points: the numbers of some features, each in the patient's own standard deviations.
///
/// Scaling by the patient, not by all patients, keeps a lesion's features free of other people's rows. Nothing is imputed:
/// a feature that every lesion of the patient lacks, or in which all are alike, is no dimension; a lesion that lacks one of
/// the others is no point.
struct LesionSpace {
    /// The positions of the points among the patient's lesions.
    let members: [Int]
    /// `[dimensions][points]`.
    let coordinates: [[Double]]

    /// The lesions of `range` as points.
    ///
    /// - Parameters:
    ///   - gathered: The features, `[features][rows of patients]`.
    ///   - isScaled: Whether each feature is divided by its standard deviation.
    init(_ gathered: [[Double]], _ range: Range<Int>, isScaled: Bool = true) {
        let present = gathered.filter { column in range.contains { !column[$0].isNaN } }
        let rows = range.filter { row in present.allSatisfy { !$0[row].isNaN } }
        members = rows.map { $0 - range.lowerBound }
        coordinates = present.compactMap { column in
            let values = rows.map { column[$0] }
            guard let scale = GroupScale(values) else { return nil }
            let unit = isScaled ? scale.deviation : 1
            return values.map { ($0 - scale.origin - scale.shift) / unit }
        }
    }

    /// The number of points.
    var count: Int { members.count }

    /// Writes the squared Euclidean distances from one point to all points.
    func squaredDistances(from point: Int, into result: UnsafeMutableBufferPointer<Double>) {
        result.update(repeating: 0)
        for coordinate in coordinates {
            coordinate.withUnsafeBufferPointer { values in
                let own = values[point]
                for other in 0..<values.count {
                    let difference = values[other] - own
                    result[other] += difference * difference
                }
            }
        }
    }
}
