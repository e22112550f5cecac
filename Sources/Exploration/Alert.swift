/// Something in a cohort that needs attention.
public struct Alert: Sendable, Codable, Equatable {
    /// How much attention.
    public enum Severity: String, Sendable, Codable, CaseIterable {
        /// Results would be wrong.
        case high
        /// Results may be worse than they could be.
        case medium
        /// Good to know before reading on.
        case low
        /// As it should be, and worth saying.
        case note

        /// 0 for the worst.
        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// How much attention.
    public let severity: Severity
    /// What it is, as a name for programs: `leak_columns`.
    public let kind: String
    /// What it is, in words.
    public let title: String
    /// The numbers behind it, and what to do.
    public let detail: String
    /// The columns it is about.
    public let columns: [String]
    /// The rows it is about; nil where it is about the whole cohort.
    public let rows: Int?

    init(
        _ severity: Severity,
        _ kind: String,
        _ title: String,
        _ detail: String,
        columns: [String] = [],
        rows: Int? = nil
    ) {
        self.severity = severity
        self.kind = kind
        self.title = title
        self.detail = detail
        self.columns = columns
        self.rows = rows
    }

    /// The alerts of an exploration, the worst first.
    static func all(of found: Exploration) -> [Alert] {
        let alerts =
            balance(found) + patients(found) + leaks(found) + missing(found) + crops(found) + values(found)
            + sites(found) + drift(found) + found.warnings.map { Alert(.low, "reading", "Noticed while reading", $0) }
        return alerts.enumerated().sorted {
            ($0.element.severity.rank, $0.offset) < ($1.element.severity.rank, $1.offset)
        }.map(\.element)
    }
}
