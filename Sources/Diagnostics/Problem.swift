/// One thing that is wrong, said so that its reader can mend it.
public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as a sentence without its full stop.
    public var what: String

    /// Where: a file, a row, a column, a tensor.
    public var location: String?

    /// What was expected there.
    public var expected: String?

    /// What was found instead.
    public var found: String?

    /// What the reader can do about it, as a sentence without its full stop.
    public var remedy: String?

    /// Describes a problem.
    public init(
        _ what: String,
        at location: String? = nil,
        expected: String? = nil,
        found: String? = nil,
        remedy: String? = nil
    ) {
        self.what = what
        self.location = location
        self.expected = expected
        self.found = found
        self.remedy = remedy
    }

    /// The problem as one line: `location: what; expected …, found …. Remedy.`
    public var description: String {
        var line = location.map { "\($0): \(what)" } ?? what
        let comparison = [expected.map { "expected \($0)" }, found.map { "found \($0)" }].compactMap { $0 }
        if !comparison.isEmpty { line += "; " + comparison.joined(separator: ", ") }
        line += "."
        if let remedy { line += " \(remedy)." }
        return line
    }
}
