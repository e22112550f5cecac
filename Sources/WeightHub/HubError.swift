public import Diagnostics

/// Weights that cannot be found, fetched or trusted.
public struct HubError: CygnetError {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What is wrong and what to do.
    public let problem: Problem

    init(
        _ category: ErrorCategory,
        what: String,
        at location: String? = nil,
        expected: String? = nil,
        found: String? = nil,
        remedy: String? = nil
    ) {
        self.category = category
        problem = Problem(what, at: location, expected: expected, found: found, remedy: remedy)
    }
}
