public import Diagnostics

/// A network that cannot be built, or weights that do not fit it.
public struct NetworkError: CygnetError, Equatable {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What to tell the user.
    public let problem: Problem

    /// Describes a failure.
    public init(_ category: ErrorCategory, _ problem: Problem) {
        self.category = category
        self.problem = problem
    }
}
