public import Diagnostics

/// A tensor operation that failed, or a tensor library that could not be opened.
public struct TensorError: CygnetError, Equatable {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What to tell the user.
    public let problem: Problem

    /// Describes a failure.
    public init(_ category: ErrorCategory, _ problem: Problem) {
        self.category = category
        self.problem = problem
    }

    /// An operation that libtorch refused; `message` is its own.
    static func operation(_ name: String, of shapes: [[Int]], _ message: String, outOfMemory: Bool) -> TensorError {
        let operands = shapes.isEmpty ? "" : " of " + shapes.map(\.description).joined(separator: " and ")
        let reason = message.split(separator: "\n").first.map(String.init) ?? "no reason given"
        return TensorError(
            .failure,
            Problem(
                "\(name)\(operands) failed: \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)",
                remedy: outOfMemory ? "Use a smaller batch or smaller images" : nil
            )
        )
    }

    /// A library that is absent or does not fit.
    static func library(_ what: String, at path: String? = nil, remedy: String = "Run script/bootstrap") -> TensorError
    {
        TensorError(.missingResource, Problem(what, at: path, remedy: remedy))
    }
}
