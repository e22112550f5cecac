public import Cohorts
import Tables

/// Where the pictures of a run's lesions come from.
public enum RunPictures: Sendable {
    /// Nobody asked for pictures: they are personal data.
    case notWanted
    /// They were asked for, and cannot be had for this reason.
    case unavailable(String)
    /// The crops.
    case crops(any CropStore)
}

/// The lesions that the stack gets most wrong.
public struct FailureFindings: Sendable {
    /// One lesion.
    public struct Lesion: Sendable {
        /// What the report calls it and its patient.
        public let name: String
        public let patient: String
        /// The calibrated probability.
        public let probability: Double
        /// Its place among its patient's lesions, 1 for the highest score, and how many there are.
        public let place: Int
        public let lesionsOfPatient: Int
        /// The share of all lesions with a lower score.
        public let rank: Double
        /// What is known of it: names of columns and values, as text.
        public let traits: [(name: String, value: String)]
        /// What moved its score most, largest first; empty where it was not kept.
        public let reasons: [(feature: String, contribution: Double)]
        /// A small JPEG of its crop; nil where pictures were not asked for, or it has none that can be decoded.
        public let picture: [UInt8]?
    }

    /// The malignant lesions below the chosen threshold, the lowest score first.
    public let missed: [Lesion]
    /// How many are missed in all.
    public let missedCount: Int
    /// The benign lesions with the highest scores.
    public let raised: [Lesion]
    /// Whether there are pictures, and why not.
    public let pictures: RunPictures

    /// The malignant lesions that are shown at most.
    private static let mostMissed = 40
    /// The benign lesions that are shown.
    public static let mostRaised = 10
    /// The side of a picture in pixels: about 4 kB each.
    private static let pictureSide = 120

    init(_ material: RunMaterial, threshold: Double, aliases: PatientAliases, pictures: RunPictures) {
        self.pictures = pictures
        let order = material.scores.indices.sorted { (material.scores[$0], $0) < (material.scores[$1], $1) }
        let missedRows = order.filter { material.labels[$0] == 1 && material.scores[$0] < threshold }
        let raisedRows = order.reversed().lazy.filter { material.labels[$0] == 0 }.prefix(Self.mostRaised)
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, row) in order.enumerated() { ranks[row] = rank }
        let lesions = Dictionary(grouping: material.groups.codes.indices) { material.groups.codes[$0] }
        let reasons = Dictionary(grouping: material.contributions, by: \.row)
        func lesion(_ row: Int) -> Lesion {
            let patient = material.groups.codes[row]
            let others = lesions[patient] ?? [row]
            return Lesion(
                name: aliases.lesion(row: row),
                patient: aliases.name(of: Int(patient)),
                probability: material.probabilities[row],
                place: 1 + others.count { material.scores[$0] > material.scores[row] },
                lesionsOfPatient: others.count,
                rank: Double(ranks[row]) / Double(order.count),
                traits: Self.traits(material.subgroups, row: row),
                reasons: (reasons[row] ?? []).sorted {
                    (abs($1.contribution), $0.feature) < (abs($0.contribution), $1.feature)
                }.prefix(4).map { ($0.feature, $0.contribution) },
                picture: Self.picture(of: material.ids[row], in: pictures)
            )
        }
        missed = missedRows.prefix(Self.mostMissed).map(lesion)
        missedCount = missedRows.count
        raised = raisedRows.map(lesion)
    }

    private static func picture(of id: String, in pictures: RunPictures) -> [UInt8]? {
        guard case .crops(let crops) = pictures, crops.contains(id) else { return nil }
        return CropThumbnail.jpeg(of: id, in: crops, side: pictureSide)
    }

    private static func traits(_ table: Table?, row: Int) -> [(name: String, value: String)] {
        guard let table else { return [] }
        func number(_ column: String, _ unit: String) -> String? {
            guard let values = try? table.doubles(column), values[row].isFinite else { return nil }
            let value = (values[row] * 10).rounded() / 10
            return "\(value == value.rounded() ? "\(Int(value))" : "\(value)")\(unit)"
        }
        func text(_ column: String) -> String? { (try? table.texts(column))?[row] }
        let traits: [(String, String?)] = [
            ("sex", text(SubgroupColumns.sex)), ("age", number(SubgroupColumns.age, "")),
            ("site", text(SubgroupColumns.site)), ("size", number(SubgroupColumns.diameter, " mm")),
        ]
        return traits.map { ($0.0, $0.1 ?? "–") }
    }
}
