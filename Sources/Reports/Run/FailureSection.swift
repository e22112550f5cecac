import Exploration

/// The cancers that the stack misses, and the benign lesions that it is surest of.
enum FailureSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let failures = found.failures
        let first = failures.missed.count { $0.place <= 15 }
        return ReportSection(
            "Failures",
            finding: .text(
                failures.missedCount == 0
                    ? "At the threshold that finds 90 % of the malignant lesions, none is missed."
                    : "At the threshold that finds 90 % of the malignant lesions, \(failures.missedCount) are missed. \(first) of the \(failures.missed.count) lowest stand among their patient's 15 highest scores nevertheless."
            ),
            decision:
                "Look at the pictures of missed cancers before anything else is changed: a cause that several of them share says what to measure next.",
            blocks: [
                .table(name: "missed", table(failures.missed, "Missed malignant lesions, the lowest score first")),
                .table(name: "raised", table(failures.raised, "Benign lesions with the highest scores")),
            ]
        )
    }

    private static func table(_ lesions: [FailureFindings.Lesion], _ caption: String) -> DataTable {
        let traits = lesions.first?.traits.map(\.name) ?? []
        let hasReasons = lesions.contains { !$0.reasons.isEmpty }
        return DataTable(
            caption: caption,
            columns: ["lesion", "patient", "probability", "place in the patient", "lesions with a lower score"] + traits
                + (hasReasons ? ["what moved the score most (log odds)"] : []),
            rows: lesions.map { lesion in
                let reasons = lesion.reasons.map {
                    "\($0.feature) \($0.contribution > 0 ? "+" : "")\(Number.fixed($0.contribution, 2))"
                }
                return [
                    .text(lesion.name), .text(lesion.patient), .share(lesion.probability),
                    .text("\(lesion.place) of \(lesion.lesionsOfPatient)"), .share(lesion.rank),
                ] + lesion.traits.map { .text($0.value) } + (hasReasons ? [.text(reasons.joined(separator: ", "))] : [])
            }
        )
    }
}
