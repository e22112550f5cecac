import Cohorts
import Foundation
import Tables

/// What an exploration decides for training, in the form that `eda.json` holds and `train --decisions` obeys.
public struct Decisions: Codable, Sendable, Equatable {
    /// A column that is kept from the features.
    public struct ExcludedColumn: Codable, Sendable, Equatable {
        /// Its name.
        public var column: String
        /// Why.
        public var reason: String

        /// Excludes a column.
        public init(column: String, reason: String) {
            self.column = column
            self.reason = reason
        }
    }

    /// How training meets the rarity of malignant lesions: it draws few benign ones, then weighs what is left.
    public struct ClassWeights: Codable, Sendable, Equatable {
        /// How much one benign lesion counts among those that a booster learns from.
        public var benign: Double
        /// How much a malignant one counts there.
        public var malignant: Double
        /// The most benign lesions that are drawn for each malignant one, repeats counted; nil leaves it to the preset.
        public var benignPerMalignant: Double?

        private enum CodingKeys: String, CodingKey {
            case benign
            case malignant
            case benignPerMalignant = "benign_per_malignant"
        }

        /// Weighs the classes.
        public init(benign: Double, malignant: Double, benignPerMalignant: Double? = nil) {
            self.benign = benign
            self.malignant = malignant
            self.benignPerMalignant = benignPerMalignant
        }

        /// What the strongest tabular system of ISIC 2024 uses (greysky, "only tabular"). Heavier weights, full balance
        /// among them, rank worse (docs/experiments.md).
        public static let published = ClassWeights(benign: 1, malignant: 2.7984, benignPerMalignant: 100)

        /// The weights for a cohort: the published ones, or balance where malignant lesions are that common.
        init(_ balance: ClassBalance) {
            self = Self.published
            malignant = min(malignant, balance.benignPerMalignant)
        }
    }

    /// How lesions are split into folds.
    public struct Folds: Codable, Sendable, Equatable {
        /// The column whose equal values stay together.
        public var groupBy: String
        /// The number of folds.
        public var count: Int

        private enum CodingKeys: String, CodingKey {
            case groupBy = "group_by"
            case count
        }

        /// Splits by a column.
        public init(groupBy: String, count: Int) {
            self.groupBy = groupBy
            self.count = count
        }
    }

    /// The sha256 of the metadata that the decisions were made on.
    public var metadata: String
    /// The columns that are kept from the features.
    public var excludedColumns: [ExcludedColumn]
    /// How much a lesion of each class counts; nil without labels.
    public var classWeights: ClassWeights?
    /// How lesions are split; nil without groups.
    public var folds: Folds?

    private enum CodingKeys: String, CodingKey {
        case metadata = "metadata_sha256"
        case excludedColumns = "excluded_columns"
        case classWeights = "class_weights"
        case folds
    }

    /// Makes decisions.
    public init(
        metadata: String,
        excludedColumns: [ExcludedColumn],
        classWeights: ClassWeights?,
        folds: Folds?
    ) {
        self.metadata = metadata
        self.excludedColumns = excludedColumns
        self.classWeights = classWeights
        self.folds = folds
    }

    /// From this share on a column is too empty to learn from.
    public static let tooEmpty = 0.99

    init(_ cohort: PreparedCohort, missingness: Missingness, leaks: LeakColumns?, hash: String) {
        metadata = hash
        var reasons: [(String, String)] = cohort.cohort.leakColumns.map { ($0, "leak: known only after the diagnosis") }
        reasons += (leaks?.columns ?? []).filter { $0.reason == .separation }.map {
            ($0.name, String(format: "suspected leak: AUC %.3f alone", max($0.auc, 1 - $0.auc)))
        }
        for column in missingness.columns where missingness.share(column) >= Self.tooEmpty {
            reasons.append((column.name, String(format: "%.2f %% missing", missingness.share(column) * 100)))
        }
        for measurement in cohort.measurements {
            let rows = measurement.order.rows
            if let first = rows.first, let last = rows.last,
                measurement.values[Int(first)] == measurement.values[Int(last)]
            {
                reasons.append((measurement.name, "constant"))
            }
        }
        for category in cohort.categories where category.column.levels.count == 1 && !category.column.hasMissing {
            reasons.append((category.name, "constant"))
        }
        // A column may have several reasons: they stand together.
        var order: [String] = []
        var merged: [String: [String]] = [:]
        for (column, reason) in reasons {
            if merged[column] == nil { order.append(column) }
            merged[column, default: []].append(reason)
        }
        excludedColumns = order.map { ExcludedColumn(column: $0, reason: (merged[$0] ?? []).joined(separator: "; ")) }
        if cohort.hasClasses {
            classWeights = ClassWeights(ClassBalance(cohort))
        }
        if let column = cohort.cohort.groupColumn, let groups = cohort.groups {
            let ill = Set(groups.indices.lazy.filter { cohort.isMalignant?[$0] == true }.map { groups[$0] })
            folds = Folds(groupBy: column, count: max(2, min(5, ill.count)))
        }
    }
}
