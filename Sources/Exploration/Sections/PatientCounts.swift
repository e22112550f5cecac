import Cohorts

/// How lesions are spread over patients.
public struct PatientCounts: Sendable {
    /// The patients.
    public let patients: Int
    /// The lesions of each patient, in rising order.
    public let lesionsPerPatient: [Int]
    /// How many patients have 0, 1, 2, ... malignant lesions; nil without labels.
    public let patientsByMalignant: [Int]?
    /// Lesions without a patient.
    public let withoutPatient: Int
    /// The column that names the patient.
    public let groupColumn: String

    /// The patients with at least one malignant lesion.
    public var patientsWithMalignant: Int { patientsByMalignant?.dropFirst().reduce(0, +) ?? 0 }

    /// The median number of lesions of a patient.
    public var median: Double { quantile(0.5) }

    /// A quantile of the lesions of a patient.
    public func quantile(_ share: Double) -> Double {
        guard !lesionsPerPatient.isEmpty else { return .nan }
        let position = share * Double(lesionsPerPatient.count - 1)
        let below = Int(position)
        let above = min(below + 1, lesionsPerPatient.count - 1)
        return Double(lesionsPerPatient[below])
            + Double(lesionsPerPatient[above] - lesionsPerPatient[below]) * (position - Double(below))
    }

    /// The share of all lesions that the tenth of the patients with the most lesions has.
    public var shareOfTopTenth: Double {
        let top = max(1, lesionsPerPatient.count / 10)
        let all = lesionsPerPatient.reduce(0, +)
        return all > 0 ? Double(lesionsPerPatient.suffix(top).reduce(0, +)) / Double(all) : .nan
    }

    init(_ cohort: PreparedCohort, groups: [Int32]) {
        var lesions = [Int](repeating: 0, count: cohort.groupCount)
        var malignant = [Int](repeating: 0, count: cohort.groupCount)
        var alone = 0
        for (row, group) in groups.enumerated() {
            guard group >= 0 else {
                alone += 1
                continue
            }
            lesions[Int(group)] += 1
            if cohort.isMalignant?[row] == true { malignant[Int(group)] += 1 }
        }
        let present = lesions.indices.filter { lesions[$0] > 0 }
        patients = present.count
        lesionsPerPatient = present.map { lesions[$0] }.sorted()
        withoutPatient = alone
        groupColumn = cohort.cohort.groupColumn ?? ""
        patientsByMalignant = cohort.isMalignant.map { _ in
            let counts = present.map { malignant[$0] }
            return (0...(counts.max() ?? 0)).map { number in counts.count { $0 == number } }
        }
    }
}
