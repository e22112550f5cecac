extension Column {
    /// The column as whole numbers where it is free of missing cells and fractions, else unchanged.
    func narrowedToIntegers() -> Column {
        guard case .double(let values) = self else { return self }
        // Doubles hold every whole number up to 2^53 exactly.
        guard values.allSatisfy({ $0.rounded() == $0 && abs($0) <= 0x1p53 }) else { return self }
        return .integer(values.map { Int64($0) })
    }

    /// The type that a column of unknown type has: whole numbers, numbers or text, whichever fits every cell.
    ///
    /// A column without any cell is `double`. Numbers written with leading zeros are text: they name something.
    static func inferred(from texts: TextColumn) -> Column {
        guard !texts.levels.contains(where: hasLeadingZeros) else { return .text(texts) }
        if !texts.hasMissing, let levels = parsed(texts.levels, Int64.init) {
            return .integer(texts.codes.map { levels[Int($0)] })
        }
        guard let levels = parsed(texts.levels, Double.init) else { return .text(texts) }
        return .double(texts.codes.map { $0 < 0 ? .nan : levels[Int($0)] })
    }

    private static func parsed<Number>(_ levels: [String], _ parse: (String) -> Number?) -> [Number]? {
        var numbers: [Number] = []
        numbers.reserveCapacity(levels.count)
        for level in levels {
            guard let number = parse(level) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func hasLeadingZeros(_ text: String) -> Bool {
        let characters = text.utf8.prefix(2)
        return characters.count == 2 && characters.first == UInt8(ascii: "0")
            && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(
                characters[characters.index(after: characters.startIndex)]
            )
    }
}
