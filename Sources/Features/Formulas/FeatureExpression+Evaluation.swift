import Glibc
import Parallelism

/// The columns of numbers that formulas read, in double precision, by name.
struct NumericColumns: Sendable {
    let rowCount: Int
    private let columns: [String: [Double]]

    /// Makes the set of columns; each must have `rowCount` numbers. What is infinite is missing.
    init(rowCount: Int, columns: [String: [Double]]) {
        precondition(columns.values.allSatisfy { $0.count == rowCount }, "columns of one table are equally long")
        self.rowCount = rowCount
        let names = Array(columns.keys)
        let values = Array(columns.values)
        let cleaned = concurrentMap(names.count) { index in
            values[index].hasInfinite ? values[index].map { $0.isFinite ? $0 : .nan } : values[index]
        }
        self.columns = Dictionary(uniqueKeysWithValues: zip(names, cleaned))
    }

    /// The numbers of a column; nil where it is not there.
    subscript(name: String) -> [Double]? { columns[name] }
}

extension FeatureExpression {
    /// Rows that are worked on together: few enough for all intermediate results to stay in the cache.
    private static let rowsTogether = 2048

    /// The formula's value for every row, in double precision; NaN where an input is missing or the result is not finite.
    func values(of columns: NumericColumns) -> [Double] {
        if case .column(let name) = self, let column = columns[name] { return column }
        return [Double](unsafeUninitializedCapacity: columns.rowCount) { values, count in
            write(to: values, of: columns)
            count = columns.rowCount
        }
    }

    /// Calls `body` with the formula's value for every row. They lie in `memory`, which has room for them, unless the formula
    /// is a column as it stands.
    func withValues(
        of columns: NumericColumns,
        memory: UnsafeMutableBufferPointer<Double>,
        _ body: (UnsafeBufferPointer<Double>) -> Void
    ) {
        if case .column(let name) = self, let column = columns[name] { return column.withUnsafeBufferPointer(body) }
        write(to: memory, of: columns)
        body(UnsafeBufferPointer(memory))
    }

    private func write(to result: UnsafeMutableBufferPointer<Double>, of columns: NumericColumns) {
        for start in stride(from: 0, to: columns.rowCount, by: Self.rowsTogether) {
            let rows = start..<min(start + Self.rowsTogether, columns.rowCount)
            withValues(of: columns, rows: rows) { values in
                UnsafeMutableBufferPointer(rebasing: result[rows]).fill(values) { $0.isFinite ? $0 : .nan }
            }
        }
    }

    private func withValues(of columns: NumericColumns, rows: Range<Int>, _ body: (UnsafeBufferPointer<Double>) -> Void)
    {
        if case .column(let name) = self, let column = columns[name] {
            return column.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[rows])) }
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { values in
            switch self {
            case .column: values.initialize(repeating: .nan)
            case .constant(let value): values.initialize(repeating: value)
            case .function(let function, let operand):
                operand.withValues(of: columns, rows: rows) { function.apply(to: $0, values) }
            case .combined(let operation, let left, let right):
                left.withValues(of: columns, rows: rows) { left in
                    right.withValues(of: columns, rows: rows) { operation.apply(to: left, $0, values) }
                }
            }
            body(UnsafeBufferPointer(values))
        }
    }
}

extension FeatureExpression.UnaryFunction {
    fileprivate func apply(
        to values: UnsafeBufferPointer<Double>,
        _ result: UnsafeMutableBufferPointer<Double>
    ) {
        switch self {
        case .absolute: result.fill(values) { $0.magnitude }
        case .naturalLogarithm: result.fill(values) { log($0) }
        case .squareRoot: result.fill(values) { $0.squareRoot() }
        case .square: result.fill(values) { $0 * $0 }
        }
    }
}

extension FeatureExpression.BinaryOperation {
    fileprivate func apply(
        to left: UnsafeBufferPointer<Double>,
        _ right: UnsafeBufferPointer<Double>,
        _ result: UnsafeMutableBufferPointer<Double>
    ) {
        switch self {
        case .add: result.fill(left, right) { $0 + $1 }
        case .subtract: result.fill(left, right) { $0 - $1 }
        case .multiply: result.fill(left, right) { $0 * $1 }
        case .divide: result.fill(left, right) { $0 / $1 }
        case .arcTangent: result.fill(left, right) { Glibc.atan2($0, $1) }
        case .exceed: result.fill(left, right) { ($0 - $1).isNaN ? .nan : $0 > $1 ? 1 : 0 }
        }
    }
}

extension UnsafeMutableBufferPointer<Double> {
    @inline(__always)
    fileprivate func fill(_ values: UnsafeBufferPointer<Double>, _ function: (Double) -> Double) {
        for position in indices { initializeElement(at: position, to: function(values[position])) }
    }

    @inline(__always)
    fileprivate func fill(
        _ left: UnsafeBufferPointer<Double>,
        _ right: UnsafeBufferPointer<Double>,
        _ operation: (Double, Double) -> Double
    ) {
        for position in indices { initializeElement(at: position, to: operation(left[position], right[position])) }
    }
}

extension [Double] {
    /// Whether any number is infinite; all are looked at, which takes less time than to stop at the first.
    fileprivate var hasInfinite: Bool {
        withUnsafeBufferPointer { values in
            var found: UInt64 = 0
            for value in values { found |= value.magnitude == .infinity ? 1 : 0 }
            return found != 0
        }
    }
}
