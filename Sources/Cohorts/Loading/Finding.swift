public import Diagnostics

/// Something that was noticed about a cohort.
public struct Finding: Sendable, Equatable {
    /// How bad it is.
    public enum Severity: String, Sendable, Codable {
        /// The cohort cannot be used as it is.
        case error
        /// Worth a look; work goes on.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// What it is.
    public let problem: Problem

    /// Notes a problem.
    public init(_ severity: Severity, _ problem: Problem) {
        self.severity = severity
        self.problem = problem
    }

    static func error(_ problem: Problem) -> Finding { Finding(.error, problem) }
    static func warning(_ problem: Problem) -> Finding { Finding(.warning, problem) }
}

extension [Finding] {
    /// The findings without those beyond `limit`, which are counted in one more finding.
    func limited(to limit: Int, _ kind: String) -> [Finding] {
        guard count > limit, let last else { return self }
        return prefix(limit) + [Finding(last.severity, Problem("\(kind): \(count - limit) more of this kind"))]
    }

    /// The findings; where errors do not matter, the first one stands as a warning for all.
    func errorsKept(if matter: Bool) -> [Finding] {
        guard !matter, let first = first(where: { $0.severity == .error }) else { return self }
        var problem = first.problem
        let others = count { $0.severity == .error } - 1
        if others > 0 { problem.what += " (and \(others) more like it)" }
        return filter { $0.severity == .warning } + [.warning(problem)]
    }

    /// Throws the first error; returns the warnings where there is none.
    func throwingFirstError() throws(CohortError) -> [Problem] {
        if let first = first(where: { $0.severity == .error }) {
            let others = count { $0.severity == .error } - 1
            var problem = first.problem
            if others > 0 {
                problem.what += " (and \(others) more \(others == 1 ? "problem" : "problems"))"
                problem.remedy = (problem.remedy.map { $0 + ". " } ?? "") + "cygnet validate lists them all"
            }
            throw CohortError(problem)
        }
        return map(\.problem)
    }
}
