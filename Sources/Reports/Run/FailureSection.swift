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
                    : "At the threshold that finds 90 % of the malignant lesions, \(failures.missedCount) are missed."
                        + (found.knowsPatients
                            ? " \(first) of the \(failures.missed.count) lowest stand among their patient's 15 highest scores nevertheless."
                            : "")
            ),
            decision:
                "Look at the pictures of missed cancers before anything else is changed: a cause that several of them share says what to measure next.",
            blocks: [
                .table(name: "missed", table(failures.missed, "Missed malignant lesions, the lowest score first")),
                wall(failures.missed, "The missed malignant lesions", "missed", of: failures),
                .table(name: "raised", table(failures.raised, "Benign lesions with the highest scores")),
                wall(failures.raised, "The benign lesions with the highest scores", "benign", of: failures),
            ].compactMap { $0 }
        )
    }

    /// The pictures of lesions, or a word on why there are none below the missed ones.
    private static func wall(
        _ lesions: [FailureFindings.Lesion],
        _ caption: String,
        _ kind: String,
        of failures: FailureFindings
    ) -> ReportSection.Block? {
        let pictures = lesions.compactMap { lesion in
            lesion.picture.map {
                PictureWall.Picture(
                    jpeg: $0,
                    description: "\(kind) lesion, \(lesion.name), probability \(Number.percent(lesion.probability))",
                    label: "\(lesion.name), \(Number.percent(lesion.probability))",
                    isMarked: kind == "missed"
                )
            }
        }
        if !pictures.isEmpty { return .pictures(PictureWall(caption: caption, pictures: pictures)) }
        guard kind == "missed", !lesions.isEmpty else { return nil }
        switch failures.pictures {
        case .notWanted:
            return .prose(
                .paragraph(
                    "Pictures of lesions are personal data: these are shown only with ",
                    .code("cygnet report --thumbnails DATA"),
                    "."
                )
            )
        case .unavailable(let reason):
            return .prose(.paragraph(.text("Pictures were asked for and cannot be shown: \(reason).")))
        case .crops:
            return .prose(.paragraph("Pictures were asked for, but there is no crop of any of these lesions."))
        }
    }

    private static func table(_ lesions: [FailureFindings.Lesion], _ caption: String) -> DataTable {
        let traits = lesions.first?.traits.map(\.name) ?? []
        let known = traits.indices.filter { trait in lesions.contains { $0.traits[trait].value != "–" } }
        let hasReasons = lesions.contains { !$0.reasons.isEmpty }
        return DataTable(
            caption: caption,
            columns: ["lesion", "patient", "probability", "place in the patient", "lesions with a lower score"]
                + known.map { traits[$0] }
                + (hasReasons ? ["what moved the score most (log odds)"] : []),
            rows: lesions.map { lesion in
                let reasons = lesion.reasons.map {
                    "\($0.feature) \($0.contribution > 0 ? "+" : "")\(Number.fixed($0.contribution, 2))"
                }
                return [
                    .text(lesion.name), .text(lesion.patient), .share(lesion.probability),
                    .text("\(lesion.place) of \(lesion.lesionsOfPatient)"), .share(lesion.rank),
                ] + known.map { .text(lesion.traits[$0].value) }
                    + (hasReasons ? [reasons.isEmpty ? .missing : .text(reasons.joined(separator: ", "))] : [])
            },
            layout: hasReasons ? .detailed : .plain
        )
    }
}
