import Parallelism
import Tables

/// How far a lesion's measures lie from what is usual at its hospital, in the standard deviations of the hospital's
/// training lesions: `(x - mean) / (sd + 1e-5)` with n - 1.
///
/// Hospitals differ in cameras, light and patients. A hospital that training did not have, or had one lesion of, gives no
/// score: it is missing. The mean reads no labels, so training rows may take part in it.
struct HospitalScores: Codable, Sendable, Equatable {
    /// Mean and standard deviation of one measure at one hospital.
    struct Usual: Codable, Sendable, Equatable {
        let mean: Double
        let deviation: Double
    }

    static let hospitalColumn = "attribution"
    /// How the names of the features end.
    static let suffix = "_hospital_norm"
    static let measures = GroupScores.scored.filter { $0.hasPrefix("tbp_lv_") || $0.hasPrefix("clin_") }

    /// The measures that training had.
    let measures: [String]
    /// By hospital, one entry for each measure; nil where fewer than two lesions had it.
    let usual: [String: [Usual?]]

    /// Learns from the rows of `rows`; nil where the table names no hospitals.
    init?(_ table: Table, rows: [Int]) throws {
        guard table.contains(Self.hospitalColumn) else { return nil }
        let hospitals = try table.categories(Self.hospitalColumn)
        let measures = Self.measures.filter(table.contains)
        var members = [[Int]](repeating: [], count: hospitals.levels.count)
        for row in rows where hospitals.codes[row] >= 0 { members[Int(hospitals.codes[row])].append(row) }
        let columns = try measures.map { try table.numbers($0) }
        let found = concurrentMap(columns.count) { [members] index in
            members.map { Self.usual(columns[index], rows: $0) }
        }
        var usual: [String: [Usual?]] = [:]
        for (code, level) in hospitals.levels.enumerated() where !members[code].isEmpty {
            usual[level] = found.map { $0[code] }
        }
        self.measures = measures
        self.usual = usual
    }

    /// The mean and the standard deviation, from values relative to the first, so that their digits are kept.
    private static func usual(_ values: [Double], rows: [Int]) -> Usual? {
        let present = rows.lazy.map { values[$0] }.filter(\.isFinite)
        guard let origin = present.first else { return nil }
        var count = 0.0
        var sum = 0.0
        for value in present {
            count += 1
            sum += value - origin
        }
        guard count > 1 else { return nil }
        let shift = sum / count
        let squares = present.reduce(0) { $0 + ($1 - origin - shift) * ($1 - origin - shift) }
        let deviation = (squares / (count - 1)).squareRoot()
        return shift.isFinite && deviation.isFinite ? Usual(mean: origin + shift, deviation: deviation) : nil
    }

    var requiredColumns: [String] { [Self.hospitalColumn] + measures }

    var featureNames: [String] { measures.map { $0 + Self.suffix } }

    var descriptions: [FeatureDescription] {
        zip(featureNames, measures).map { name, measure in
            FeatureDescription(
                name: name,
                formula:
                    "(\(measure) - mean) / (sd, n - 1, + \(PatientNormalization.epsilon)) of the training lesions of "
                    + "the same \(Self.hospitalColumn)",
                unit: "standard deviations",
                source: "fifth and tenth place of ISIC 2024",
                criteria: FeatureCatalogue.criteria(of: measure)
            )
        }
    }

    /// One column per measure; NaN is missing.
    func columns(of table: Table) throws -> [[Float]] {
        let hospitals = try table.categories(Self.hospitalColumn)
        let columns = try measures.map { try table.numbers($0) }
        return concurrentMap(columns.count) { index in
            let byCode = hospitals.levels.map { usual[$0]?[index] ?? nil }
            return zip(columns[index], hospitals.codes).map { value, code in
                guard code >= 0, let usual = byCode[Int(code)], value.isFinite else { return .nan }
                return stored((value - usual.mean) / (usual.deviation + PatientNormalization.epsilon))
            }
        }
    }
}
