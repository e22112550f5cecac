/// A step of long work, told to whoever watches.
public enum ProgressEvent: Sendable, Equatable {
    /// A stage begins; `total` counts its units where it is known.
    case started(stage: String, total: Int?, unit: String)
    /// `completed` units of the running stage are done; `note` is shown beside the bar.
    case advanced(stage: String, completed: Int, note: String)
    /// The stage is done; `summary` says what came of it.
    case finished(stage: String, summary: String)
    /// Something worth a line in the log.
    case message(String)
    /// Something that the user should look at, though work goes on.
    case warning(String)
}

/// Where long work reports to. Libraries never print: the command line draws bars, tests record events.
public struct Progress: Sendable {
    private let receive: @Sendable (ProgressEvent) -> Void

    /// Reports every event to `receive`, which may be called from any thread.
    public init(_ receive: @escaping @Sendable (ProgressEvent) -> Void) {
        self.receive = receive
    }

    /// Tells nobody.
    public static let silent = Progress { _ in }

    /// Reports one event.
    public func callAsFunction(_ event: ProgressEvent) {
        receive(event)
    }
}
