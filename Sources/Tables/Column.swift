/// What the cells of a column are.
public enum ColumnType: String, Sendable, Codable {
    /// 64-bit numbers; missing cells are NaN.
    case double
    /// 32-bit numbers; missing cells are NaN.
    case float
    /// Whole numbers. A column with missing cells becomes `double`.
    case integer
    /// Text, kept as codes into a list of distinct levels.
    case text
}

/// One column of a `Table`.
public enum Column: Sendable {
    /// 64-bit numbers; NaN is missing.
    case double([Double])
    /// 32-bit numbers; NaN is missing.
    case float([Float])
    /// Whole numbers, none missing.
    case integer([Int64])
    /// Text; missing cells have the code -1.
    case text(TextColumn)

    /// The number of cells.
    public var count: Int {
        switch self {
        case .double(let values): values.count
        case .float(let values): values.count
        case .integer(let values): values.count
        case .text(let values): values.count
        }
    }

    /// What the cells are.
    public var type: ColumnType {
        switch self {
        case .double: .double
        case .float: .float
        case .integer: .integer
        case .text: .text
        }
    }

    /// Whether any cell is missing.
    var hasMissing: Bool {
        switch self {
        case .double(let values): values.hasNaN
        case .float(let values): values.hasNaN
        case .integer: false
        case .text(let values): values.hasMissing
        }
    }

    /// The cells of `rows`, in that order. Every row must be below `count`.
    public func select(rows: [Int]) -> Column {
        switch self {
        case .double(let values): .double(rows.map { values[$0] })
        case .float(let values): .float(rows.map { values[$0] })
        case .integer(let values): .integer(rows.map { values[$0] })
        case .text(let values): .text(values.select(rows: rows))
        }
    }
}

extension Array where Element: BinaryFloatingPoint {
    /// Whether any number is NaN; all are looked at, which takes less time than to stop at the first.
    @inline(__always)
    var hasNaN: Bool {
        withUnsafeBufferPointer { values in
            var found: UInt32 = 0
            for value in values { found |= value.isNaN ? 1 : 0 }
            return found != 0
        }
    }
}
