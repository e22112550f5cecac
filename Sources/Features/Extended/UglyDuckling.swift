import Parallelism

/// The ugly-duckling sign over many measures at once: how strongly, in how many of them, and how unevenly a lesion differs
/// from the patient's other lesions, all of them or those of the same location.
///
/// A measure differs by `abs(x - mean) / sd` with the population standard deviation (n, not n - 1); where all lesions
/// are alike in it, or one lesion alone has it, there is no difference to speak of and the measure takes no part.
struct UglyDuckling: PatientFeatureSet {
    /// How the lesion looks, not where it is or how old its patient is.
    private static let measures = RawFeatures.all.map(\.name).filter {
        !["age_approx", "tbp_lv_symm_2axis_angle", "tbp_lv_x", "tbp_lv_y", "tbp_lv_z"].contains($0)
    }

    /// A measure that differs by more standard deviations counts.
    private static let countedAbove = 2.0

    private let measures: [String]
    private let isLocated: Bool

    init(_ inputs: AvailableInputs) {
        measures = inputs.kept(Self.measures)
        isLocated = inputs.categories.contains(PatientGrouping.location.column)
    }

    private var scopes: [(name: String, lesions: String)] {
        guard !measures.isEmpty else { return [] }
        let patient = [(name: "patient", lesions: "the patient's lesions")]
        return patient + (isLocated ? [("location", "the patient's lesions of the same tbp_lv_location")] : [])
    }

    var descriptions: [FeatureDescription] {
        scopes.flatMap { scope in
            let difference = "abs(x - mean) / (sd, n) of \(measures.count) measures x of \(scope.lesions)"
            return [
                ("ud_max_severity", "largest \(difference)", "standard deviations"),
                ("ud_mean_severity", "mean \(difference)", "standard deviations"),
                ("ud_count", "number above \(Self.countedAbove) of \(difference)", "measures"),
                ("ud_consistency", "sd, n - 1, over the measures of \(difference)", "standard deviations"),
            ].map { name, formula, unit in
                FeatureDescription(
                    name: "\(name)_\(scope.name)",
                    formula: formula,
                    unit: unit,
                    source: FeatureSource.uglyDuckling,
                    criteria: [.asymmetry, .border, .colour, .diameter]
                )
            }
        }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        scopes.flatMap { scope in
            let groups = scope.name == "patient" ? lesions.patients : lesions.groups(within: "tbp_lv_location")
            let gathered = concurrentMap(measures.count) { groups.gather(lesions.values(of: measures[$0])) }
            let parts = concurrentMap(groups.ranges.count) { summaries(gathered, groups.ranges[$0]) }
            return (0..<4).map { summary in
                groups.scatter(parts.flatMap { $0[summary] }, rowCount: lesions.rowCount, as: type)
            }
        }
    }

    /// Largest, mean, count and spread `[4][lesions]` of the differences of one group.
    private func summaries(_ gathered: [[Double]], _ range: Range<Int>) -> [[Double]] {
        let differences = gathered.compactMap { Self.differences(Array($0[range])) }
        var result = [[Double]](repeating: [Double](repeating: .nan, count: range.count), count: 4)
        for lesion in 0..<range.count {
            let own = differences.map { $0[lesion] }.filter { !$0.isNaN }
            guard let first = own.first else { continue }
            let mean = own.reduce(0, +) / Double(own.count)
            let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            result[0][lesion] = own.reduce(first, max)
            result[1][lesion] = mean
            result[2][lesion] = Double(own.count { $0 > Self.countedAbove })
            if own.count > 1 { result[3][lesion] = (squares / Double(own.count - 1)).squareRoot() }
        }
        return result
    }

    /// How far each value lies from the mean in population standard deviations; nil where all are alike.
    private static func differences(_ values: [Double]) -> [Double]? {
        guard let scale = GroupScale(values) else { return nil }
        return values.map { ($0 - scale.origin - scale.shift).magnitude / scale.deviation }
    }
}

/// The mean and the population standard deviation of a group's values, missing ones left out.
///
/// Values are taken relative to the first one: lesions that are all alike then have a spread of exactly zero.
struct GroupScale {
    /// The first value.
    let origin: Double
    /// The mean, less the first value.
    let shift: Double
    /// The population standard deviation, above zero.
    let deviation: Double

    /// Measures the values; nil where they do not differ, or their spread is no finite number.
    init?(_ values: some Collection<Double>) {
        guard let origin = values.first(where: { !$0.isNaN }) else { return nil }
        var count = 0.0
        var sum = 0.0
        for value in values where !value.isNaN {
            count += 1
            sum += value - origin
        }
        let shift = sum / count
        var squares = 0.0
        for value in values where !value.isNaN {
            let distance = value - origin - shift
            squares += distance * distance
        }
        let deviation = (squares / count).squareRoot()
        guard deviation > 0, deviation.isFinite, shift.isFinite else { return nil }
        self.origin = origin
        self.shift = shift
        self.deviation = deviation
    }
}
