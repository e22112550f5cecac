/// Which rows belong together: the lesions of one patient. The bootstrap draws whole groups.
public struct RowGroups: Sendable, Equatable {
    /// The group of each row, from 0 to ``count`` - 1, numbered by first appearance.
    public let indices: [Int32]

    /// The number of groups.
    public let count: Int

    /// Groups rows by equal values. Values of -1 mean "missing", as in the codes of a text column.
    ///
    /// - Throws: ``EvaluationError`` with the row where a code is missing.
    public init(codes: [Int32], names: InputNames = InputNames()) throws(EvaluationError) {
        if let row = codes.firstIndex(where: { $0 < 0 }) { throw EvaluationError(.group(row: row), names: names) }
        self.init(codes)
    }

    /// Groups rows by equal values, such as patient identifiers.
    public init<Value: Hashable>(_ values: [Value]) {
        var numbers: [Value: Int32] = [:]
        indices = values.map { value in
            if let number = numbers[value] { return number }
            let number = Int32(numbers.count)
            numbers[value] = number
            return number
        }
        count = numbers.count
    }

    /// Groups rows by equal identifiers.
    ///
    /// - Throws: ``EvaluationError`` with the row where an identifier is missing.
    public init(identifiers: [String?], names: InputNames = InputNames()) throws(EvaluationError) {
        if let row = identifiers.firstIndex(of: nil) { throw EvaluationError(.group(row: row), names: names) }
        self.init(identifiers)
    }
}
