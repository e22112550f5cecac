public import Diagnostics

/// A configuration that cannot be used.
public struct ConfigurationError: CygnetError {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What is wrong.
    public let problem: Problem

    init(_ problem: Problem, category: ErrorCategory = .badData) {
        self.problem = problem
        self.category = category
    }

    /// The same error with the place that caused it.
    func located(at place: String) -> ConfigurationError {
        var problem = problem
        problem.location = place
        return ConfigurationError(problem, category: category)
    }

    init(_ error: DecodingError) {
        func name(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        let problem =
            switch error {
            case .typeMismatch(let type, let context):
                Problem("`\(name(context.codingPath))` has the wrong type", expected: "\(type)")
            case .valueNotFound(let type, let context):
                Problem("`\(name(context.codingPath))` has no value", expected: "\(type)")
            case .keyNotFound(let key, let context):
                Problem("`\(name(context.codingPath + [key]))` is missing")
            // The decoder names no key where a number does not fit its type.
            case .dataCorrupted(let context) where context.codingPath.isEmpty:
                Problem(
                    "a number has the wrong type",
                    expected: "a whole number, not negative, where the preset has one"
                )
            case .dataCorrupted(let context):
                Problem("`\(name(context.codingPath))` cannot be used: \(context.debugDescription)")
            @unknown default:
                Problem("the configuration cannot be read: \(error)")
            }
        self.init(problem)
    }
}
