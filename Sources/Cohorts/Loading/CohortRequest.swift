import Diagnostics
public import Foundation

/// Which half of a cohort is meant.
public enum Split: String, Sendable, Codable, CaseIterable {
    /// `train-metadata.csv`, with labels.
    case train
    /// `test-metadata.csv`, without.
    case test
}

/// Where the labels come from when there is no `target` column: rows whose `column` reads `value` are malignant.
public struct LabelRule: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The column that is compared.
    public let column: String
    /// The value of malignant rows.
    public let value: String

    /// Makes the rule `column=value`.
    public init(column: String, value: String) {
        self.column = column
        self.value = value
    }

    /// Reads a rule written as `COLUMN=VALUE`.
    ///
    /// - Throws: `CohortError` (usage) where there is no equals sign, or nothing before or after it.
    public init(parsing text: String) throws(CohortError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw CohortError(
                Problem(
                    "the label rule is not understood",
                    expected: "COLUMN=VALUE",
                    found: "\"\(text)\"",
                    remedy: "For example: --label 'iddx_1=Malignant'"
                ),
                category: .usage
            )
        }
        self.init(column: String(parts[0]), value: String(parts[1]))
    }

    public var description: String { "\(column)=\(value)" }
}

/// What a command cannot do without.
public enum Requirement: Sendable, Hashable {
    /// Labels of both classes.
    case labels
    /// A patient, or another group, for every row.
    case groups
    /// A crop for every row.
    case crops
    /// Columns of the metadata.
    case columns([String])
}

/// Which cohort to load, and what it must have.
public struct CohortRequest: Sendable {
    /// A folder with `train-metadata.csv` and/or `test-metadata.csv`, or one CSV file.
    public var data: URL
    /// The half to load; nil leaves it to `preferred` and to what is there.
    public var split: Split?
    /// The half to load where both are there.
    public var preferred: Split
    /// A folder of crops or an HDF5 file; nil looks beside the metadata.
    public var images: URL?
    /// The column whose equal values must stay together; nil means `patient_id`.
    public var groupBy: String?
    /// Where labels come from; nil means `target`.
    public var label: LabelRule?
    /// What the cohort must have.
    public var requires: Set<Requirement>
    /// The columns of the metadata that are of use; nil reads all. Identifiers, labels, groups and required columns are
    /// always read.
    public var columns: Set<String>?

    /// Describes a cohort.
    public init(
        data: URL,
        split: Split? = nil,
        preferred: Split = .train,
        images: URL? = nil,
        groupBy: String? = nil,
        label: LabelRule? = nil,
        requires: Set<Requirement> = [],
        columns: Set<String>? = nil
    ) {
        self.data = data
        self.split = split
        self.preferred = preferred
        self.images = images
        self.groupBy = groupBy
        self.label = label
        self.requires = requires
        self.columns = columns
    }

    /// Those of a header's columns that have to be read; nil for all.
    func columnsToRead(of header: [String]) -> Set<String>? {
        guard let columns else { return nil }
        let always = [ISICSchema.identifier, ISICSchema.label, ISICSchema.patient, label?.column, groupBy]
        return columns.union(requiredColumns).union(always.compactMap { $0 }).intersection(header)
    }

    /// The columns named in the requirements.
    var requiredColumns: [String] {
        requires.flatMap { requirement in
            if case .columns(let names) = requirement { names } else { [String]() }
        }
    }
}
