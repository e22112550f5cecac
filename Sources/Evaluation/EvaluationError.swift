public import Diagnostics

/// What the inputs of an evaluation are called, so that errors name the file and the column their reader knows.
public struct InputNames: Sendable, Equatable {
    /// The file the columns come from, where there is one.
    public var file: String?
    /// The column of labels.
    public var label: String
    /// The column of scores.
    public var score: String
    /// The column of groups (patients).
    public var group: String
    /// The column of folds.
    public var fold: String

    /// Names the inputs.
    public init(
        file: String? = nil,
        label: String = "target",
        score: String = "score",
        group: String = "patient_id",
        fold: String = "fold"
    ) {
        self.file = file
        self.label = label
        self.score = score
        self.group = group
        self.fold = fold
    }

    /// Says where a value stands. Rows count from 1, without the header.
    func place(row: Int? = nil, column: String? = nil) -> String? {
        let parts = [file, row.map { "row \($0 + 1)" }, column.map { "column \($0)" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// Why labels and scores cannot be evaluated.
public struct EvaluationError: CygnetError, Equatable {
    /// The kinds of failure. Row numbers count from 0.
    public enum Kind: Sendable, Equatable {
        /// There is no row.
        case empty
        /// Two columns have different numbers of rows.
        case countMismatch(column: String, expected: Int, found: Int)
        /// Every label is the same.
        case oneClass(label: Int)
        /// Two columns of scores to be compared have different labels.
        case otherLabels(row: Int)
        /// A label is neither 0 nor 1.
        case label(row: Int, found: String)
        /// A score is NaN or infinite.
        case score(row: Int, found: Double)
        /// A row belongs to no group.
        case group(row: Int)
        /// Every score is the same where different ones are needed.
        case constantScores
        /// A setting is out of its range.
        case setting(name: String, expected: String, found: String)
        /// A quality gate names a metric that was not computed.
        case unknownMetric(name: String, known: [String])
        /// A metric lies below its quality gate.
        case gateFailed(name: String, minimum: Double, found: Double)
    }

    /// What went wrong.
    public let kind: Kind
    /// What the inputs are called.
    public let names: InputNames

    /// Makes an error.
    public init(_ kind: Kind, names: InputNames = InputNames()) {
        self.kind = kind
        self.names = names
    }

    public var category: ErrorCategory {
        switch kind {
        case .setting, .unknownMetric: .usage
        case .gateFailed: .qualityGate
        default: .badData
        }
    }

    public var problem: Problem {
        switch kind {
        case .empty:
            Problem("there is no row to evaluate", at: names.place())
        case let .countMismatch(column, expected, found):
            Problem(
                "the columns differ in length",
                at: names.place(column: column),
                expected: "\(expected)",
                found: "\(found)"
            )
        case let .oneClass(label):
            Problem(
                "every label is \(label), so nothing can be ranked against anything",
                at: names.place(column: names.label),
                expected: "both 0 and 1",
                remedy: "Evaluate on rows that hold benign and malignant lesions"
            )
        case let .otherLabels(row):
            Problem(
                "the scores to be compared belong to different rows: a label differs",
                at: names.place(row: row, column: names.label),
                remedy: "Join the columns by their identifiers first"
            )
        case let .label(row, found):
            Problem(
                "a label is neither 0 nor 1",
                at: names.place(row: row, column: names.label),
                expected: "0 or 1",
                found: found
            )
        case let .score(row, found):
            Problem(
                "a score is not a finite number",
                at: names.place(row: row, column: names.score),
                found: "\(found)",
                remedy: "Leave the row out, or find out why the model gave no score"
            )
        case let .group(row):
            Problem(
                "a row belongs to no group",
                at: names.place(row: row, column: names.group),
                remedy: "Fill in the column, or name another one"
            )
        case .constantScores:
            Problem(
                "every score is the same",
                at: names.place(column: names.score),
                remedy: "Find out why the model tells no two lesions apart"
            )
        case let .setting(name, expected, found):
            Problem("the setting \(name) is out of range", expected: expected, found: found)
        case let .unknownMetric(name, known):
            Problem("there is no metric \(name)", expected: "one of \(known.joined(separator: ", "))")
        case let .gateFailed(name, minimum, found):
            Problem("the quality gate failed: \(name) is too low", expected: "at least \(minimum)", found: "\(found)")
        }
    }
}
