public import Diagnostics

/// A cohort, its crops or its folds cannot be used; the problem says where and why.
public struct CohortError: CygnetError, Equatable {
    public let category: ErrorCategory
    public let problem: Problem

    /// Makes an error from its description.
    public init(_ problem: Problem, category: ErrorCategory = .badData) {
        self.category = category
        self.problem = problem
    }
}
