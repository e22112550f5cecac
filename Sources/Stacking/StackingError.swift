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
