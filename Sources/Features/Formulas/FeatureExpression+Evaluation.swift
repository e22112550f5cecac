import Glibc

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

    /// Calls `body` with `rows` of a column, or with nil where it is not there.
    func withValues(_ name: String, rows: Range<Int>, _ body: (UnsafeBufferPointer<Double>?) -> Void) {
        guard let column = columns[name] else { return body(nil) }
        column.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[rows])) }
    }
}

extension FeatureExpression {
    /// Rows that are worked on together: few enough for all intermediate results to stay in the first-level cache.
    private static let rowsTogether = 1024

    /// The formula's value for every row, in double precision; NaN where an input is missing or the result is not finite.
    func values(of columns: NumericColumns) -> [Double] {
        if case .column(let name) = self, let column = columns[name] { return column }
        return [Double](unsafeUninitializedCapacity: columns.rowCount) { buffer, count in
            buffer.initialize(repeating: .nan)
            evaluate(columns, into: buffer)
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
        evaluate(columns, into: memory)
        body(UnsafeBufferPointer(memory))
    }

    /// Writes the formula's value for every row to `result`, which holds numbers already.
    private func evaluate(_ columns: NumericColumns, into result: UnsafeMutableBufferPointer<Double>) {
        for start in stride(from: 0, to: columns.rowCount, by: Self.rowsTogether) {
            let rows = start..<min(start + Self.rowsTogether, columns.rowCount)
            let values = UnsafeMutableBufferPointer(rebasing: result[rows])
            compute(rows, of: columns, into: values)
            values.replace { $0.isFinite ? $0 : .nan }
        }
    }

    private func compute(
        _ rows: Range<Int>,
        of columns: NumericColumns,
        into result: UnsafeMutableBufferPointer<Double>
    ) {
        switch self {
        case .column(let name):
            columns.withValues(name, rows: rows) { values in
                if let values { _ = result.update(fromContentsOf: values) } else { result.update(repeating: .nan) }
            }
        case .constant(let value): result.update(repeating: value)
        case .function(let function, let operand):
            operand.compute(rows, of: columns, into: result)
            function.apply(to: result)
        case .combined(let operation, let left, .column(let name)):
            left.compute(rows, of: columns, into: result)
            columns.withValues(name, rows: rows) { values in
                if let values { operation.apply(to: result, values) } else { result.update(repeating: .nan) }
            }
        case .combined(let operation, let left, let right):
            left.compute(rows, of: columns, into: result)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { other in
                other.initialize(repeating: 0)
                right.compute(rows, of: columns, into: other)
                operation.apply(to: result, UnsafeBufferPointer(other))
            }
        }
    }
}

extension FeatureExpression.UnaryFunction {
    fileprivate func apply(to values: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .absolute: values.replace { $0.magnitude }
        case .naturalLogarithm: values.replace { log($0) }
        case .squareRoot: values.replace { $0.squareRoot() }
        case .square: values.replace { $0 * $0 }
        }
    }
}

extension FeatureExpression.BinaryOperation {
    fileprivate func apply(to values: UnsafeMutableBufferPointer<Double>, _ others: UnsafeBufferPointer<Double>) {
        switch self {
        case .add: values.combine(others) { $0 + $1 }
        case .subtract: values.combine(others) { $0 - $1 }
        case .multiply: values.combine(others) { $0 * $1 }
        case .divide: values.combine(others) { $0 / $1 }
        case .arcTangent: values.combine(others) { Glibc.atan2($0, $1) }
        case .exceed: values.combine(others) { ($0 - $1).isNaN ? .nan : $0 > $1 ? 1 : 0 }
        }
    }
}

extension UnsafeMutableBufferPointer<Double> {
    @inline(__always)
    fileprivate func replace(_ function: (Double) -> Double) {
        for position in indices { self[position] = function(self[position]) }
    }

    @inline(__always)
    fileprivate func combine(_ others: UnsafeBufferPointer<Double>, _ operation: (Double, Double) -> Double) {
        for position in indices { self[position] = operation(self[position], others[position]) }
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
