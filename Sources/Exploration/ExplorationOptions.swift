/// What an exploration looks at besides the table.
public struct ExplorationOptions: Sendable {
    /// Whether small pictures of crops are kept for the report.
    public var thumbnails: Bool
    /// Whether patients and lesions are called by their identifiers, not by salted hashes and row numbers.
    public var showsIdentifiers: Bool
    /// The seed of what is drawn at random: pictures and the points of crowded charts.
    public var seed: UInt64

    /// Chooses what to look at.
    public init(thumbnails: Bool = false, showsIdentifiers: Bool = false, seed: UInt64 = 42) {
        self.thumbnails = thumbnails
        self.showsIdentifiers = showsIdentifiers
        self.seed = seed
    }
}

/// What one part of an exploration found, or why there is nothing to find.
public enum Part<Content: Sendable>: Sendable {
    /// The findings.
    case available(Content)
    /// Why there are none: which column or file is missing.
    case unavailable(String)

    /// The findings, or nil.
    public var content: Content? { if case .available(let content) = self { content } else { nil } }
}
