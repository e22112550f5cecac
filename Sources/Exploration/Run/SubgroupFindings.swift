import Cohorts
public import Evaluation
import Tables

/// How well the stack works in parts of the cohort.
public struct SubgroupFindings: Sendable {
    /// One level of a category.
    public struct Level: Sendable {
        /// Its name; "missing" for lesions without one.
        public let name: String
        /// Its lesions, patients and malignant lesions.
        public let lesions: Int
        public let patients: Int
        public let malignant: Int
        /// The AUC with an interval over patients; nil where too few lesions stand behind it.
        public let auc: Estimate?
        /// At the chosen threshold: the share of malignant lesions found, and of benign ones left alone, with Wilson's
        /// intervals; nil where too few lesions stand behind them.
        public let sensitivity: Estimate?
        public let specificity: Estimate?
    }

    /// One way of dividing lesions.
    public struct Category: Sendable {
        /// What divides.
        public let name: String
        /// What a reader must know about it; nil where nothing.
        public let caution: String?
        /// The levels that are shown.
        public let levels: [Level]
        /// Levels left out because fewer than ``CategoryRates/smallestCell`` lesions or patients stand behind them.
        public let suppressedLevels: Int
        /// Whether the AUC differs between levels by more than chance; nil with fewer than two levels that have one.
        public let test: HeterogeneityTest?
    }

    /// Levels with fewer malignant lesions have no performance of their own: it would be noise.
    public static let fewestMalignant = 10

    /// The categories that the cohort has.
    public let categories: [Category]

    init?(_ material: RunMaterial, threshold: Double) {
        guard let table = material.subgroups else { return nil }
        let lesions = SubgroupLesions(material, threshold: threshold)
        categories = Self.divisions(table, groups: material.groups).compactMap { lesions.category($0) }
        if categories.isEmpty { return nil }
    }

    /// A way of dividing lesions, before anything is measured.
    struct Division {
        let name: String
        var caution: String?
        let levels: [String]
        let codes: [Int32]
        /// Whether levels keep their order; otherwise the largest comes first.
        var isOrdered = false
    }

    static func divisions(_ table: Table, groups: TextColumn) -> [Division] {
        func named(_ column: String, _ name: String) -> Division? {
            (try? table.texts(column)).map { Division(name: name, levels: $0.levels, codes: $0.codes) }
        }
        func banded(_ column: String, _ name: String, _ starts: [Double], _ levels: [String]) -> Division? {
            guard let values = try? table.doubles(column), values.contains(where: \.isFinite) else { return nil }
            let codes = values.map { value in
                value.isNaN ? Int32(-1) : Int32(starts.lastIndex { $0 <= value } ?? 0)
            }
            return Division(name: name, levels: levels, codes: codes, isOrdered: true)
        }
        let divisions = [
            named(SubgroupColumns.sex, "Sex"),
            banded(SubgroupColumns.age, "Age in years", [0, 30, 45, 60, 75], CategoryRates.ageBands),
            named(SubgroupColumns.site, "Body site"), named(ISICSchema.hospital, "Hospital"),
            named(SubgroupColumns.tileType, "Tile type"),
            banded(
                SubgroupColumns.diameter,
                "Lesion size",
                [0, 3, 4, 6],
                ["under 3 mm", "3 to 4 mm", "4 to 6 mm", "6 mm and over"]
            ),
            skinTones(table, groups: groups),
        ]
        return divisions.compactMap { $0 }
    }

    /// A patient's skin tone is the median over his or her lesions: light and shadow differ from tile to tile.
    private static func skinTones(_ table: Table, groups: TextColumn) -> Division? {
        guard let angles = try? table.doubles(SubgroupColumns.skinTone) else { return nil }
        var ofPatient: [Int32: [Double]] = [:]
        for (angle, patient) in zip(angles, groups.codes) where angle.isFinite {
            ofPatient[patient, default: []].append(angle)
        }
        guard !ofPatient.isEmpty else { return nil }
        let medians = ofPatient.mapValues { angles in
            let sorted = angles.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
        return Division(
            name: "Skin tone (proxy)",
            caution:
                "The individual typology angle of the skin around a patient's lesions (median), measured by the camera "
                + "system. It is a proxy: light and processing change it, and it is neither Fitzpatrick's skin type nor "
                + "ethnicity.",
            levels: SkinTone.classes,
            codes: groups.codes.map { medians[$0].map(SkinTone.level) ?? -1 },
            isOrdered: true
        )
    }
}

/// The lesions whose parts are measured.
private struct SubgroupLesions {
    let groups: [Int32]
    let groupCount: Int
    let isMalignant: [Bool]
    let scores: [Double]
    let threshold: Double

    init(_ material: RunMaterial, threshold: Double) {
        groups = material.groups.codes
        groupCount = material.groups.levels.count
        isMalignant = material.labels.map { $0 == 1 }
        scores = material.scores
        self.threshold = threshold
    }

    /// The levels of a category; nil where all lesions are of the same one.
    func category(_ division: SubgroupFindings.Division) -> SubgroupFindings.Category? {
        var rows = [[Int]](repeating: [], count: division.levels.count + 1)
        for (row, code) in division.codes.enumerated() {
            rows[code < 0 ? division.levels.count : Int(code)].append(row)
        }
        let present = rows.indices.filter { !rows[$0].isEmpty }
        guard !present.allSatisfy({ $0 == division.levels.count }) else { return nil }
        let all = present.map { slot in
            level(slot < division.levels.count ? division.levels[slot] : "missing", rows: rows[slot])
        }
        let least = CategoryRates.smallestCell
        var shown = all.filter { $0.lesions >= least && $0.patients >= least }
        if !division.isOrdered { shown.sort { ($1.lesions, $0.name) < ($0.lesions, $1.name) } }
        let measured = shown.compactMap(\.auc)
        return SubgroupFindings.Category(
            name: division.name,
            caution: division.caution,
            levels: shown,
            suppressedLevels: all.count - shown.count,
            test: HeterogeneityTest(
                estimates: measured.map(\.value),
                standardErrors: measured.map { ($0.interval.high - $0.interval.low) / (2 * 1.959963984540054) }
            )
        )
    }

    private func level(_ name: String, rows: [Int]) -> SubgroupFindings.Level {
        let malignant = rows.count { isMalignant[$0] }
        let benign = rows.count - malignant
        let isEnough = malignant >= SubgroupFindings.fewestMalignant && benign >= SubgroupFindings.fewestMalignant
        let values = rows.map { scores[$0] }
        let found = rows.count { isMalignant[$0] && scores[$0] >= threshold }
        let spared = rows.count { !isMalignant[$0] && scores[$0] < threshold }
        return SubgroupFindings.Level(
            name: name,
            lesions: rows.count,
            patients: Set(rows.map { groups[$0] }).count,
            malignant: malignant,
            auc: isEnough
                ? ClusteredAUC.measure(
                    values,
                    order: RowOrder(values),
                    isMalignant: rows.map { isMalignant[$0] },
                    groups: rows.map { groups[$0] },
                    groupCount: groupCount
                ) : nil,
            sensitivity: isEnough ? Estimate(share: found, of: malignant) : nil,
            specificity: isEnough ? Estimate(share: spared, of: benign) : nil
        )
    }
}
