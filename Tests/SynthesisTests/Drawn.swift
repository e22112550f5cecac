import Foundation
import Tables
import TestSupport

@testable import Synthesis

/// Cohorts that several tests look at.
enum Drawn {
    /// A mid-size cohort, drawn in memory: enriched with malignant lesions so that their means are steady.
    static let large = Sample(
        SyntheticCohortConfiguration(patients: 1_000, lesions: 40_000, malignant: 2_000, seed: 12, images: .none)
    )

    /// All lesions of a configuration with their patients.
    struct Sample: Sendable {
        let patients: [Patient]
        let lesions: [(lesion: Lesion, patient: Int)]

        init(_ configuration: SyntheticCohortConfiguration) {
            let plan = CohortPlan(configuration)
            let sampler = LesionSampler(seed: configuration.seed)
            patients = plan.patients
            lesions = plan.entries.map { entry in
                let patient = plan.patients[entry.patient]
                let lesion = sampler.lesion(
                    entry.lesion,
                    of: patient,
                    patientIndex: entry.patient,
                    identifier: entry.identifier
                )
                return (lesion, entry.patient)
            }
        }

        func mean(malignant: Bool, _ value: (Lesion) -> Double) -> Double {
            let values = lesions.filter { $0.lesion.isMalignant == malignant }.map { value($0.lesion) }
            return values.reduce(0, +) / Double(values.count)
        }

        func values(_ value: (Lesion) -> Double) -> [Double] { lesions.map { value($0.lesion) } }
    }

    /// Reads a written CSV, every cell as text, without the tables room: rows of cells by column name.
    static func read(_ url: URL) throws -> (columns: [String], rows: [[String: String]]) {
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let columns = cells(lines[0])
        return (columns, lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, cells($0))) })
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
