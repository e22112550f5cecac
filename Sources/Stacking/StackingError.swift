public import Diagnostics

/// An error of the stack.
public struct StackingError: CygnetError, Equatable {
    /// What kind of thing went wrong.
    public enum Code: Sendable, Equatable {
        /// The inputs do not belong together: lengths, labels, folds, patients.
        case wrongInputs
        /// Training folds hold lesions of one class only.
        case oneClass
        /// Columns that the stack was trained on are absent.
        case missingColumns
        /// A setting is out of its range.
        case invalidConfiguration
    }

    /// What kind of thing went wrong.
    public let code: Code

    /// What to tell the user.
    public let problem: Problem

    /// Describes an error.
    public init(_ code: Code, _ problem: Problem) {
        self.code = code
        self.problem = problem
    }

    /// The kind of failure.
    public var category: ErrorCategory {
        code == .invalidConfiguration ? .usage : .badData
    }
}

extension StackingError {
    /// The error for columns that a stack was trained on and that are not there.
    static func missing(_ names: [String], source: String) -> StackingError {
        let listed = names.prefix(12).joined(separator: ", ")
        return StackingError(
            .missingColumns,
            Problem(
                "the stack was trained on columns that are absent",
                at: source,
                expected: names.count > 12 ? "\(listed) and \(names.count - 12) more" : listed,
                remedy: "Predict with a cohort that has the columns of the training cohort"
            )
        )
    }
}
