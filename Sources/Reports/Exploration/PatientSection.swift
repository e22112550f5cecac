import Exploration
import Foundation

/// How lesions are spread over patients.
enum PatientSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Lesions per patient"
        switch found.patients {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let patients):
            var blocks: [ReportSection.Block] = [.figure(histogram(patients))]
            if let malignant = patients.patientsByMalignant { blocks.append(.figure(byMalignant(malignant))) }
            let folds = found.decisions.folds
            return ReportSection(
                title,
                finding: .group([
                    .text("\(Number.grouped(patients.patients)) patients have between "),
                    .strong(
                        "\(Number.grouped(patients.lesionsPerPatient.first ?? 0)) and \(Number.grouped(patients.lesionsPerPatient.last ?? 0)) lesions"
                    ),
                    .text(
                        " each (median \(Number.readable(patients.median))). The tenth with the most lesions has \(Number.percent(patients.shareOfTopTenth)) of them all."
                            + (patients.patientsByMalignant == nil
                                ? ""
                                : " \(Number.grouped(patients.patientsWithMalignant)) patients have a malignant lesion.")
                    ),
                ]),
                decision: .group([
                    .text("Lesions of one patient share skin, camera and light. Split by patient: "),
                    .text("\(folds?.count ?? 5) stratified folds grouped by "), .code(patients.groupColumn),
                    .text(
                        ". Resample patients, not lesions, in every interval. Compare each lesion with its patient's others (ugly duckling)."
                    ),
                ]),
                blocks: blocks
            )
        }
    }

    private static func histogram(_ patients: PatientCounts) -> Figure {
        let counts = patients.lesionsPerPatient
        let largest = max(counts.last ?? 1, 2)
        let binCount = 24
        // Equal bins on a logarithmic axis: patients have from one to thousands of lesions.
        let edges = (0...binCount).map { pow(Double(largest) + 1, Double($0) / Double(binCount)) }
        var bins = [Int](repeating: 0, count: binCount)
        for count in counts {
            let bin = edges.lastIndex { $0 <= Double(count) } ?? 0
            bins[min(bin, binCount - 1)] += 1
        }
        let used = bins.indices.filter { bin in (edges[bin]..<edges[bin + 1]).contains(edges[bin].rounded(.up)) }
        return Figure(
            "lesions-per-patient",
            title: "Half of the patients have \(Number.readable(patients.median)) lesions or more",
            description:
                "Histogram of the number of lesions of a patient on a logarithmic axis: quartiles \(Number.readable(patients.quantile(0.25))), \(Number.readable(patients.median)) and \(Number.readable(patients.quantile(0.75))).",
            traces: [
                Trace.bars(
                    x: .numbers(used.map { (edges[$0] * edges[$0 + 1]).squareRoot() }),
                    y: .numbers(used.map { Double(bins[$0]) }),
                    name: "patients",
                    colour: .benign,
                    [
                        "width": .numbers(used.map { (edges[$0 + 1] - edges[$0]) * 0.94 }), "showlegend": false,
                        "hovertemplate": "about %{x:.0f} lesions: %{y} patients<extra></extra>",
                    ]
                )
            ],
            layout: [
                "xaxis": Axis.logarithmic("lesions of a patient", ["dtick": 1]), "yaxis": Axis.titled("patients"),
            ],
            height: 320,
            data: DataTable(
                caption: "Patients by number of lesions",
                columns: ["from lesions", "below lesions", "patients"],
                rows: used.map { [.fixed(edges[$0], 1), .fixed(edges[$0 + 1], 1), .count(bins[$0])] }
            )
        )
    }

    private static func byMalignant(_ patients: [Int]) -> Figure {
        let numbers = patients.indices.filter { patients[$0] > 0 }
        return Figure(
            "malignant-per-patient",
            title: "Malignant lesions of a patient",
            description:
                "\(Number.grouped(patients.first ?? 0)) patients have none; the most that one patient has is \(patients.count - 1).",
            traces: [
                Trace.bars(
                    x: .texts(numbers.map { "\($0)" }),
                    y: .numbers(numbers.map { Double(patients[$0]) }),
                    name: "patients",
                    colour: .malignant,
                    [
                        "text": .texts(numbers.map { Number.grouped(patients[$0]) }), "textposition": "outside",
                        "cliponaxis": false, "showlegend": false,
                    ]
                )
            ],
            layout: [
                "xaxis": Axis.titled("malignant lesions", ["type": "category"]),
                "yaxis": Axis.logarithmic(
                    "patients",
                    ["range": Axis.logarithmicRange(upTo: patients.max() ?? 1), "dtick": 1]
                ),
            ],
            height: 300,
            data: DataTable(
                caption: "Patients by number of malignant lesions",
                columns: ["malignant lesions", "patients"],
                rows: numbers.map { [.count($0), .count(patients[$0])] }
            )
        )
    }
}
