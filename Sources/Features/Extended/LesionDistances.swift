/// How far the patient's nearest and farthest other lesions lie: in colour, in shape, and on the body.
///
/// Colour and shape are Euclidean in the patient's standard deviations, the place on the body in millimetres. A patient
/// with one lesion has no other: the distances are missing.
struct LesionDistances: PatientFeatureSet {
    private struct Space {
        let name: String
        let features: [String]
        let unit: String
        let criteria: [ABCDCriterion]
        let isScaled: Bool
    }

    private static let spaces = [
        Space(
            name: "colour",
            features: [
                "tbp_lv_A", "tbp_lv_B", "tbp_lv_L", "tbp_lv_deltaA", "tbp_lv_deltaB", "tbp_lv_deltaL",
                "tbp_lv_color_std_mean", "tbp_lv_radial_color_std_max", "tbp_lv_stdL",
            ],
            unit: "standard deviations",
            criteria: [.colour],
            isScaled: true
        ),
        Space(
            name: "shape",
            features: [
                "clin_size_long_diam_mm", "tbp_lv_minorAxisMM", "tbp_lv_areaMM2", "tbp_lv_perimeterMM",
                "tbp_lv_eccentricity", "tbp_lv_norm_border", "tbp_lv_symm_2axis",
            ],
            unit: "standard deviations",
            criteria: [.asymmetry, .border, .diameter],
            isScaled: true
        ),
        Space(
            name: "position",
            features: ["tbp_lv_x", "tbp_lv_y", "tbp_lv_z"],
            unit: "mm",
            criteria: [],
            isScaled: false
        ),
    ]

    private let spaces: [Space]

    init(_ inputs: AvailableInputs) {
        spaces = Self.spaces.filter { inputs.kept($0.features).count == $0.features.count }
    }

    var descriptions: [FeatureDescription] {
        spaces.flatMap { space in
            ["nearest", "farthest"].map { end in
                FeatureDescription(
                    name: "\(end)_lesion_\(space.name)",
                    formula:
                        "distance to the \(end) other lesion of the patient in \(space.features.joined(separator: ", "))",
                    unit: space.unit,
                    source: "pairwise distances: gunesevitan, ISIC 2024",
                    criteria: space.criteria
                )
            }
        }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        spaces.flatMap { space in
            let gathered = lesions.gathered(space.features)
            let isScaled = space.isScaled
            let found = lesions.patients.mapLargestFirst { range in
                Self.extremes(LesionSpace(gathered, range, isScaled: isScaled), lesions: range.count)
            }
            return [found.flatMap(\.nearest), found.flatMap(\.farthest)].map {
                lesions.patients.scatter($0, rowCount: lesions.rowCount, as: type)
            }
        }
    }

    /// The smallest and the largest distance from each lesion to another.
    private static func extremes(_ space: LesionSpace, lesions: Int) -> (nearest: [Double], farthest: [Double]) {
        var nearest = [Double](repeating: .nan, count: lesions)
        var farthest = nearest
        guard space.count > 1 else { return (nearest, farthest) }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: space.count) { distances in
            distances.initialize(repeating: 0)
            for (point, member) in space.members.enumerated() {
                space.squaredDistances(from: point, into: distances)
                var least = Double.infinity
                var most = 0.0
                for other in distances.indices where other != point {
                    least = Swift.min(least, distances[other])
                    most = Swift.max(most, distances[other])
                }
                nearest[member] = least.squareRoot()
                farthest[member] = most.squareRoot()
            }
        }
        return (nearest, farthest)
    }
}
