import Cohorts
public import Foundation
public import Tables

/// How far a cohort's training rows are from the published numbers of the real cohort.
public struct CohortComparison: Sendable, Encodable {
    /// One number of both cohorts.
    public struct Entry: Sendable, Encodable {
        /// What is compared.
        public let quantity: String
        /// The number of the real cohort.
        public let real: Double
        /// The number of this cohort.
        public let found: Double
        /// How far the two lie apart, in the unit of `measure`.
        public let difference: Double
        /// What the difference is: standard deviations of the real column, a ratio, or a plain difference.
        public let measure: String
        /// Whether the difference is one that the synthetic cohort is meant to stay below.
        public let isWithin: Bool
    }

    /// All numbers, column by column.
    public let entries: [Entry]

    /// Compares a written cohort.
    ///
    /// - Parameter metadata: Its `train-metadata.csv`.
    /// - Throws: `TableError` where the file is no such table.
    public init(metadata: URL) throws {
        try self.init(Table.readCSV(metadata, types: ISICSchema.columnTypes))
    }

    /// Compares the rows of `train-metadata.csv`, of a cohort of any size.
    ///
    /// Sizes of patients are compared only where the cohort has as many lesions per patient as the real one.
    ///
    /// - Throws: `TableError` where a column is absent or of the wrong type.
    public init(_ table: Table) throws {
        let columns = try RealFacts.marginals.map { try table.doubles($0.column) }
        let labels = try table.doubles(ISICSchema.label)
        entries =
            Self.marginals(columns) + (try Self.classMeans(table, labels)) + (try Self.correlations(table))
            + Self.firstComponent(columns) + (try Self.categories(table, labels)) + (try Self.patients(table, labels))
    }

    /// The entries as a table of text, those outside their range marked.
    public var text: String {
        let rows = entries.map { entry in
            let numbers = [entry.real, entry.found, entry.difference].map { number in
                let rounded = String((number * 1_000).rounded() / 1_000)
                return String(repeating: " ", count: max(0, 12 - rounded.count)) + rounded
            }
            let name = entry.quantity + String(repeating: " ", count: max(0, 58 - entry.quantity.count))
            return name + numbers.joined() + "  " + entry.measure + (entry.isWithin ? "" : "  OUTSIDE")
        }
        let outside = entries.count { !$0.isWithin }
        return ("quantity, real, found, difference\n" + rows.joined(separator: "\n"))
            + "\n\(entries.count - outside) of \(entries.count) numbers lie where they should"
    }

    // MARK: - Numbers

    private static func marginals(_ columns: [[Double]]) -> [Entry] {
        zip(RealFacts.marginals, columns).flatMap { real, values -> [Entry] in
            let found = Moments(values)
            // Ages are multiples of five years: a quartile that lies on the edge of a step may be one step off.
            let isStepped = real.column == "age_approx"
            let quartiles = zip([0.25, 0.5, 0.75], real.quartiles).map { share, value in
                scaled(
                    "\(real.column) \(Int(share * 100)) %",
                    real: value,
                    found: found.quantile(share),
                    deviation: real.deviation,
                    limit: isStepped ? 0.4 : 0.25
                )
            }
            let ratio = found.deviation / real.deviation
            return quartiles + [
                Entry(
                    quantity: "\(real.column) sd",
                    real: real.deviation,
                    found: found.deviation,
                    difference: ratio,
                    measure: "times",
                    isWithin: (0.8...1.25).contains(ratio)
                )
            ]
        }
    }

    private static func classMeans(_ table: Table, _ labels: [Double]) throws -> [Entry] {
        let deviations = Dictionary(uniqueKeysWithValues: RealFacts.marginals.map { ($0.column, $0.deviation) })
        return try RealFacts.classMeans.flatMap { real -> [Entry] in
            let values = try table.doubles(real.column)
            // The mean of 393 malignant lesions wavers by a twentieth of its spread, which is wider than that of all.
            return [(0.0, "benign", real.benign, 0.2), (1.0, "malignant", real.malignant, 0.45)].map { mark in
                let members = zip(values, labels).filter { $0.1 == mark.0 && !$0.0.isNaN }.map(\.0)
                return scaled(
                    "\(real.column) mean, \(mark.1)",
                    real: mark.2,
                    found: members.reduce(0, +) / Double(members.count),
                    deviation: deviations[real.column] ?? 1,
                    limit: mark.3
                )
            }
        }
    }

    private static func correlations(_ table: Table) throws -> [Entry] {
        try RealFacts.correlations.map { real in
            let found = Moments.correlation(try table.doubles(real.first), try table.doubles(real.second))
            return plain("\(real.first) ~ \(real.second)", real: real.value, found: found, limit: 0.08)
        }
    }

    /// Patients share less in the synthetic cohort than in the real one: its first component is smaller.
    private static func firstComponent(_ columns: [[Double]]) -> [Entry] {
        let features = zip(RealFacts.marginals, columns)
            .filter { ISICSchema.rawNumericColumns.contains($0.0.column) }.map(\.1)
        var matrix = [[Double]](repeating: [Double](repeating: 1, count: features.count), count: features.count)
        for row in features.indices {
            for column in 0..<row {
                let value = Moments.correlation(features[row], features[column])
                matrix[row][column] = value
                matrix[column][row] = value
            }
        }
        let share = Moments.largestEigenvalue(matrix) / Double(features.count)
        return [
            plain("share of the first principal component", real: RealFacts.firstComponent, found: share, limit: 0.08)
        ]
    }

    // MARK: - Categories and patients

    private static func categories(_ table: Table, _ labels: [Double]) throws -> [Entry] {
        // Where a lesion lies is drawn lesion by lesion; hospital, tile type and sex patient by patient, and few have many.
        let byLesion = try shares(
            of: "tbp_lv_location",
            in: table,
            labels,
            RealWorld.locations.map(\.category),
            limits: (0.01, 0.08)
        )
        let hospitals = RealWorld.hospitals.map(\.category)
        let byPatient =
            try shares(of: "attribution", in: table, labels, hospitals, limits: (0.06, 0.2))
            + shares(of: "tbp_tile_type", in: table, labels, RealWorld.tileTypes, limits: (0.06, 0.2))
        let sexes = try table.texts("sex")
        let total = RealWorld.sexes.reduce(0) { $0 + $1.weight }
        let bySex = RealWorld.sexes.map { sex in
            let count = Double(sexes.texts.count { $0 == sex.name })
            return plain(
                "sex \(sex.name ?? "missing")",
                real: sex.weight / total,
                found: count / Double(table.rowCount),
                limit: 0.06
            )
        }
        return byLesion + byPatient + bySex
    }

    /// The shares of all benign and of all malignant lesions that are in each category.
    private static func shares(
        of column: String,
        in table: Table,
        _ labels: [Double],
        _ categories: [RealWorld.Category],
        limits: (benign: Double, malignant: Double)
    ) throws -> [Entry] {
        let texts = try table.texts(column)
        let malignantTotal = labels.reduce(0, +)
        let benignTotal = Double(labels.count) - malignantTotal
        var counts = [Double](repeating: 0, count: texts.levels.count)
        var malignant = counts
        for (code, label) in zip(texts.codes, labels) where code >= 0 {
            counts[Int(code)] += 1
            malignant[Int(code)] += label
        }
        return categories.flatMap { category -> [Entry] in
            let level = texts.levels.firstIndex(of: category.name)
            let foundMalignant = level.map { malignant[$0] } ?? 0
            let foundBenign = (level.map { counts[$0] } ?? 0) - foundMalignant
            let name = "\(column) \(category.name.prefix(24))"
            return [
                plain(
                    "\(name), benign",
                    real: category.benign / RealWorld.benignCount,
                    found: foundBenign / benignTotal,
                    limit: limits.benign
                ),
                plain(
                    "\(name), malignant",
                    real: category.malignant / RealWorld.malignantCount,
                    found: foundMalignant / malignantTotal,
                    limit: limits.malignant
                ),
            ]
        }
    }

    private static func patients(_ table: Table, _ labels: [Double]) throws -> [Entry] {
        let groups = try table.texts(ISICSchema.patient)
        let ratio = Double(table.rowCount) / Double(groups.levels.count)
        guard abs(ratio / (Double(RealFacts.lesions) / Double(RealFacts.patients)) - 1) < 0.1 else { return [] }
        var sizes = [Double](repeating: 0, count: groups.levels.count)
        var malignant = sizes
        for (code, label) in zip(groups.codes, labels) where code >= 0 {
            sizes[Int(code)] += 1
            malignant[Int(code)] += label
        }
        let found = Moments(sizes)
        let quartiles = zip([0.25, 0.5, 0.75], RealFacts.patientSizes).map { share, real in
            plain(
                "lesions per patient \(Int(share * 100)) %",
                real: real,
                found: found.quantile(share),
                limit: share == 0.75 ? 100 : 60
            )
        }
        guard groups.levels.count == RealFacts.patients else { return quartiles }
        let largest = found.quantile(1)
        let affected = zip(sizes, malignant).filter { $0.1 > 0 }
        return quartiles + [
            Entry(
                quantity: "lesions of the largest patient",
                real: 9_184,
                found: largest,
                difference: largest / 9_184,
                measure: "times",
                isWithin: largest >= 4_000
            ),
            plain(
                "patients with a malignant lesion",
                real: RealFacts.affectedPatients,
                found: Double(affected.count),
                limit: 50
            ),
            plain(
                "share of lesions on patients with a malignant one",
                real: RealFacts.shareOfAffectedPatients,
                found: affected.reduce(0) { $0 + $1.0 } / Double(table.rowCount),
                limit: 0.1
            ),
        ]
    }

    // MARK: - Entries

    private static func scaled(
        _ quantity: String,
        real: Double,
        found: Double,
        deviation: Double,
        limit: Double
    ) -> Entry {
        let difference = (found - real) / deviation
        return Entry(
            quantity: quantity,
            real: real,
            found: found,
            difference: difference,
            measure: "real sd",
            isWithin: abs(difference) <= limit
        )
    }

    private static func plain(_ quantity: String, real: Double, found: Double, limit: Double) -> Entry {
        Entry(
            quantity: quantity,
            real: real,
            found: found,
            difference: found - real,
            measure: "",
            isWithin: abs(found - real) <= limit
        )
    }
}
