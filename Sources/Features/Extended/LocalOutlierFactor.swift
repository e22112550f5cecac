import Parallelism

/// The local outlier factor of each lesion among its patient's lesions: how much sparser its surroundings are than those
/// of its neighbours. -1 is ordinary, and an outlier lies far below.
///
/// scikit-learn's `LocalOutlierFactor(n_neighbors=min(n, 30)).negative_outlier_factor_` over the fifteen features of the
/// winning system, in the patient's own standard deviations. A patient with fewer than three lesions has none.
struct LocalOutlierFactor: PatientFeatureSet {
    /// The winner's list, which held `hue_contrast` and `position_distance_3d` twice by oversight, without the repeats.
    static let features = [
        "tbp_lv_H", "hue_contrast", "age_normalized_nevi_confidence_2", "tbp_lv_deltaB", "color_uniformity", "tbp_lv_z",
        "clin_size_long_diam_mm", "tbp_lv_y", "position_distance_3d", "tbp_lv_stdLExt", "mean_hue_difference",
        "age_normalized_nevi_confidence", "lesion_visibility_score", "tbp_lv_minorAxisMM", "tbp_lv_Hext",
    ]

    /// The most neighbours that are looked at.
    static let neighbours = 30

    private let features: [String]

    init(_ inputs: AvailableInputs) { features = inputs.kept(Self.features) }

    var descriptions: [FeatureDescription] {
        guard !features.isEmpty else { return [] }
        let scaled = "in the patient's standard deviations"
        return [
            FeatureDescription(
                name: "local_outlier_factor",
                formula: "-(local outlier factor, \(Self.neighbours) neighbours) among the patient's lesions, of "
                    + "\(features.joined(separator: ", ")) \(scaled)",
                unit: FeatureDefinition.noUnit,
                source: FeatureSource.outliers,
                criteria: [.colour, .diameter]
            )
        ]
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        guard !features.isEmpty else { return [] }
        let gathered = lesions.gathered(features)
        let factors = lesions.patients.mapLargestFirst { range in
            var result = [Double](repeating: .nan, count: range.count)
            let space = LesionSpace(gathered, range)
            guard space.count >= 3 else { return result }
            for (member, factor) in zip(space.members, Self.factors(space)) { result[member] = factor }
            return result
        }
        return [lesions.patients.scatter(factors.flatMap { $0 }, rowCount: lesions.rowCount, as: type)]
    }

    /// The negative factor of every point.
    static func factors(_ space: LesionSpace) -> [Double] {
        let neighbours = NearestNeighbours(space, count: min(Self.neighbours, space.count - 1))
        let size = neighbours.count
        // The inverse of the mean reach; the small number keeps repeated points from dividing by zero, as the reference.
        let densities = (0..<space.count).map { point in
            var reach = 0.0
            for slot in point * size..<(point + 1) * size {
                let neighbour = Int(neighbours.points[slot])
                reach += max(neighbours.distances[slot], neighbours.distances[(neighbour + 1) * size - 1])
            }
            return 1 / (reach / Double(size) + 1e-10)
        }
        return (0..<space.count).map { point in
            var ratio = 0.0
            for slot in point * size..<(point + 1) * size {
                ratio += densities[Int(neighbours.points[slot])] / densities[point]
            }
            return -ratio / Double(size)
        }
    }
}

/// The nearest neighbours of every point of a space, nearest first; of equally near ones, those that come first.
struct NearestNeighbours {
    /// How many each point has.
    let count: Int
    /// `[points, count]`.
    private(set) var points: [Int32]
    /// `[points, count]`, rising.
    private(set) var distances: [Double]

    /// Finds the `count` nearest neighbours by looking at all pairs; `count` must be below the number of points.
    init(_ space: LesionSpace, count: Int) {
        self.count = count
        points = []
        distances = []
        points.reserveCapacity(space.count * count)
        distances.reserveCapacity(space.count * count)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: space.count) { all in
            withUnsafeTemporaryAllocation(of: (distance: Double, point: Int32).self, capacity: count + 1) { nearest in
                all.initialize(repeating: 0)
                nearest.initialize(repeating: (.infinity, -1))
                for point in 0..<space.count {
                    space.squaredDistances(from: point, into: all)
                    all[point] = .infinity
                    Self.select(all, count: count, into: nearest)
                    for entry in nearest[..<count] {
                        points.append(entry.point)
                        distances.append(entry.distance.squareRoot())
                    }
                }
            }
        }
    }

    /// Keeps the `count` smallest of `all`, sorted, by insertion: few of many get past the largest one kept.
    private static func select(
        _ all: UnsafeMutableBufferPointer<Double>,
        count: Int,
        into nearest: UnsafeMutableBufferPointer<(distance: Double, point: Int32)>
    ) {
        var kept = 0
        var limit = Double.infinity
        for point in all.indices where all[point] < limit {
            var slot = kept
            while slot > 0, nearest[slot - 1].distance > all[point] {
                nearest[slot] = nearest[slot - 1]
                slot -= 1
            }
            nearest[slot] = (all[point], Int32(point))
            kept = min(kept + 1, count)
            if kept == count { limit = nearest[count - 1].distance }
        }
    }
}

extension PatientGroups {
    /// Calls `body` with every patient's range on all cores, largest patients first, and returns results in order.
    func mapLargestFirst<Result: Sendable>(_ body: @Sendable (Range<Int>) -> Result) -> [Result] {
        let order = ranges.indices.sorted { (ranges[$1].count, $0) < (ranges[$0].count, $1) }
        let found = concurrentMap(order.count) { body(ranges[order[$0]]) }
        var results = [Result?](repeating: nil, count: order.count)
        for (position, result) in zip(order, found) { results[position] = result }
        return results.compactMap { $0 }
    }
}
