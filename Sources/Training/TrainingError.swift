public import Diagnostics

/// A training that cannot start or had to stop.
public struct TrainingError: CygnetError {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What is wrong and what to do.
    public let problem: Problem

    /// Describes why training cannot start or had to stop.
    public init(_ problem: Problem, category: ErrorCategory = .badData) {
        self.problem = problem
        self.category = category
    }
}
