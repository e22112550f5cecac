public import Diagnostics

/// A run that cannot start, continue or be used.
public struct RunError: CygnetError {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What is wrong and what to do.
    public let problem: Problem

    init(_ problem: Problem, category: ErrorCategory = .badData) {
        self.problem = problem
        self.category = category
    }
}
