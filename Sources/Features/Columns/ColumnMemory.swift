/// Memory for a few columns, used again and again: the system need not find new memory for each column.
///
/// It holds nothing until it is written: whoever makes a column writes all its rows.
final class ColumnMemory<Value: BinaryFloatingPoint>: @unchecked Sendable {
    let columns: [UnsafeMutableBufferPointer<Value>]

    init(columns: Int, rows: Int) {
        self.columns = (0..<columns).map { _ in .allocate(capacity: rows) }
    }

    subscript(column: Int) -> UnsafeMutableBufferPointer<Value> { columns[column] }

    deinit {
        for column in columns { column.deallocate() }
    }
}
