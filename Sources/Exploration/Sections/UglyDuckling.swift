import Foundation
import Parallelism
import Randomness

/// How malignant lesions stand out among their own patient's lesions: the ugly duckling sign.
public struct UglyDuckling: Sendable {
    /// What comparing with the patient's own lesions does for one column.
    public struct Comparison: Sendable {
        /// The name of the column.
        public let name: String
        /// The AUC of the number itself.
        public let raw: Estimate
        /// The AUC of its z-score within the patient.
        public let relative: Estimate

        /// How much further from guessing the relative form is.
        public var gain: Double { abs(relative.value - 0.5) - abs(raw.value - 0.5) }
    }

    /// One patient's lesions in two measurements, as z-scores.
    public struct Portrait: Sendable {
        /// The name the report calls the patient by.
        public let patient: String
        /// The number of the patient's lesions.
        public let lesions: Int
        /// The number of the patient's malignant lesions.
        public let malignant: Int
        /// The z-scores of the drawn lesions, and whether they are malignant.
        public let points: [(x: Double, y: Double, isMalignant: Bool)]
    }

    /// The columns, the largest gain first.
    public let comparisons: [Comparison]
    /// The AUC of the unusualness: the root of the mean squared z-score over all columns, made without labels.
    public let unusualness: Estimate
    /// How many malignant lesions stand in each tenth of their patient's lesions by unusualness, the most usual first.
    /// Only patients with at least ``leastLesions`` lesions count.
    public let malignantByTenth: [Int]
    /// The share of malignant lesions among their patient's ``listLength`` most unusual, in patients with more lesions.
    public let foundInList: Estimate?
    /// The names of the two measurements of the portraits.
    public let portraitColumns: (x: String, y: String)
    /// Patients with a malignant lesion.
    public let portraits: [Portrait]

    /// Fewer lesions than this say little about what is usual for a patient.
    public static let leastLesions = 10
    /// The length of the list that a clinician looks at.
    public static let listLength = 15
    private static let mostPoints = 400

    init?(_ cohort: PreparedCohort, groups: [Int32], aliases: PatientAliases, seed: UInt64) {
        guard let classes = cohort.isMalignant else { return nil }
        let measurements = cohort.measurements.filter { $0.order.rows.count > cohort.count / 2 }
        guard !measurements.isEmpty else { return nil }
        let scores = concurrentMap(measurements.count) { index in
            Self.zScores(measurements[index].values, groups: groups, groupCount: cohort.groupCount)
        }
        @Sendable func measure(_ values: [Double]) -> Estimate? {
            ClusteredAUC.measure(
                values,
                order: RowOrder(values),
                isMalignant: classes,
                groups: groups,
                groupCount: cohort.groupCount
            )
        }
        let comparisons = concurrentMap(measurements.count) { index -> Comparison? in
            guard
                let raw = ClusteredAUC.measure(
                    measurements[index].values,
                    order: measurements[index].order,
                    isMalignant: classes,
                    groups: groups,
                    groupCount: cohort.groupCount
                ), let relative = measure(scores[index])
            else { return nil }
            return Comparison(name: measurements[index].name, raw: raw, relative: relative)
        }.compactMap { $0 }
        let unusual = Self.rootMeanSquares(scores)
        guard !comparisons.isEmpty, let unusualness = measure(unusual) else { return nil }
        self.comparisons = comparisons.sorted { $0.gain > $1.gain }
        self.unusualness = unusualness

        let rowsByPatient = Self.rows(of: groups, groupCount: cohort.groupCount)
        (malignantByTenth, foundInList) = Self.standings(unusual, classes: classes, rowsByPatient: rowsByPatient)
        let best = comparisons.sorted { abs($0.relative.value - 0.5) > abs($1.relative.value - 0.5) }
        let x = best[0].name
        let y = Self.partner(of: x, among: best.map(\.name), measurements: measurements, scores: scores)
        portraitColumns = (x, y)
        let positions = [x, y].compactMap { name in measurements.firstIndex { $0.name == name } }
        let ill = rowsByPatient.indices.filter { patient in
            rowsByPatient[patient].count >= Self.leastLesions
                && rowsByPatient[patient].contains { classes[Int($0)] }
        }.sorted { rowsByPatient[$0].count > rowsByPatient[$1].count }
        // The patients with the most, the median and the fewest lesions, and one between.
        let chosen = [0, ill.count / 3, ill.count / 2, ill.count - 1].filter(ill.indices.contains)
        portraits = Array(Set(chosen)).sorted().map { place in
            Self.portrait(
                rowsByPatient[ill[place]],
                name: aliases.name(of: ill[place]),
                x: scores[positions[0]],
                y: scores[positions.count > 1 ? positions[1] : 0],
                classes: classes,
                seed: seed
            )
        }
    }

    /// (value - mean) / (sd + 1e-5) within the patient, sd with ddof 1; missing where the patient has fewer than two numbers.
    private static func zScores(_ values: [Double], groups: [Int32], groupCount: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: groupCount)
        var means = counts
        var squares = counts
        for (row, group) in groups.enumerated() where group >= 0 && values[row].isFinite {
            let group = Int(group)
            counts[group] += 1
            let difference = values[row] - means[group]
            means[group] += difference / counts[group]
            squares[group] += difference * (values[row] - means[group])
        }
        return groups.enumerated().map { row, group in
            guard group >= 0, counts[Int(group)] > 1 else { return .nan }
            let group = Int(group)
            let deviation = (squares[group] / (counts[group] - 1)).squareRoot()
            return (values[row] - means[group]) / (deviation + 1e-5)
        }
    }

    private static func rootMeanSquares(_ columns: [[Double]]) -> [Double] {
        let rows = columns.first?.count ?? 0
        var sums = [Double](repeating: 0, count: rows)
        var counts = sums
        for column in columns {
            for row in 0..<rows where column[row].isFinite {
                sums[row] += column[row] * column[row]
                counts[row] += 1
            }
        }
        return (0..<rows).map { counts[$0] > 0 ? (sums[$0] / counts[$0]).squareRoot() : .nan }
    }

    private static func rows(of groups: [Int32], groupCount: Int) -> [[Int32]] {
        var rows = [[Int32]](repeating: [], count: groupCount)
        for (row, group) in groups.enumerated() where group >= 0 { rows[Int(group)].append(Int32(row)) }
        return rows
    }

    /// Where malignant lesions stand among their patient's, by unusualness.
    private static func standings(
        _ unusual: [Double],
        classes: [Bool],
        rowsByPatient: [[Int32]]
    ) -> (tenths: [Int], found: Estimate?) {
        var tenths = [Int](repeating: 0, count: 10)
        var found = (hits: 0, of: 0)
        for rows in rowsByPatient where rows.contains(where: { classes[Int($0)] }) {
            let ranked = rows.filter { unusual[Int($0)].isFinite }.sorted { unusual[Int($0)] > unusual[Int($1)] }
            for (place, row) in ranked.enumerated() where classes[Int(row)] {
                if ranked.count >= leastLesions {
                    tenths[9 - min(9, place * 10 / ranked.count)] += 1
                }
                if ranked.count > listLength {
                    found.of += 1
                    if place < listLength { found.hits += 1 }
                }
            }
        }
        return (tenths, found.of > 0 ? Estimate(share: found.hits, of: found.of) : nil)
    }

    /// The next best column that does not say the same as the best.
    private static func partner(
        of best: String,
        among names: [String],
        measurements: [PreparedCohort.Measurement],
        scores: [[Double]]
    ) -> String {
        guard let first = measurements.firstIndex(where: { $0.name == best }) else { return best }
        let sample = stride(from: 0, to: scores[first].count, by: max(1, scores[first].count / 20_000)).map { $0 }
        let own = sample.map { scores[first][$0] }
        for name in names where name != best {
            guard let other = measurements.firstIndex(where: { $0.name == name }) else { continue }
            let columns = [own, sample.map { scores[other][$0] }]
            if abs(Spearman(columns: columns, orders: columns.map { RowOrder($0) }).matrix[0][1]) < 0.6 { return name }
        }
        return names.dropFirst().first ?? best
    }

    private static func portrait(
        _ rows: [Int32],
        name: String,
        x: [Double],
        y: [Double],
        classes: [Bool],
        seed: UInt64
    ) -> Portrait {
        let known = rows.map(Int.init).filter { x[$0].isFinite && y[$0].isFinite }
        let malignant = known.filter { classes[$0] }
        var benign = known.filter { !classes[$0] }
        if benign.count > mostPoints {
            var generator = SeededGenerator(seed: seed, keys: 0x706F_7274)
            benign = generator.permutation(of: benign.count).prefix(mostPoints).map { benign[$0] }
        }
        return Portrait(
            patient: name,
            lesions: rows.count,
            malignant: rows.count { classes[Int($0)] },
            points: (benign + malignant).map { (x[$0], y[$0], classes[$0]) }
        )
    }
}
