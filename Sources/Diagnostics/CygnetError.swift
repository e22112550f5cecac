/// What kind of failure an error is; decides the exit code of the command line.
public enum ErrorCategory: Sendable, Equatable {
    /// Something went wrong that is neither the input's nor the set-up's fault.
    case failure
    /// The input is wrong: a file, a row, a column, a weight.
    case badData
    /// A quality gate asked for on the command line was not met.
    case qualityGate
    /// A library, a file or another resource that Cygnet needs is absent.
    case missingResource
    /// The command was called in a way it does not understand.
    case usage
    /// The user interrupted the command; its state is saved.
    case interrupted

    /// The exit code of the process.
    public var exitCode: Int32 {
        switch self {
        case .failure: 1
        case .badData: 2
        case .qualityGate: 3
        case .missingResource: 4
        case .usage: 64
        case .interrupted: 130
        }
    }
}

/// An error that Cygnet shows to its user: one message that says what, where, expected against found, and what to do.
///
/// Every room has its own error types; all of them conform to this protocol.
public protocol CygnetError: Error, CustomStringConvertible, Sendable {
    /// The kind of failure.
    var category: ErrorCategory { get }

    /// What to tell the user.
    var problem: Problem { get }
}

extension CygnetError {
    public var description: String { problem.description }
}
