import Parallelism

/// Rows that were checked, and what is to be computed from them: the one definition of how columns are made, whether they
/// go to a matrix or to a file.
struct FeatureComputation: Sendable {
    let numbers: NumericColumns
    /// Nil where lesions are not compared.
    let patients: PatientGroups?
    let parts: [FeaturePart]
    /// The sets of features that need several columns at once; their columns stand behind those of the parts.
    let sets: [any PatientFeatureSet]
    /// The formulas of all features of one lesion, by name.
    let expressions: [String: FeatureExpression]
    /// The code of each row's value in each categorical column, by name.
    let categories: [String: [Int32]]

    /// The positions of all columns in the order in which they come: a column relative to the patient comes right after the
    /// one it is made from.
    func positions(columnCount: Int) -> [Int] {
        let first = parts.flatMap(\.positions)
        return first + (first.count..<columnCount)
    }

    /// Calls `sink` with the position and the values of every column, one call after the other, while further columns are
    /// computed. The calls come from `workers` threads in turn, and the values are valid only during the call.
    func stream<Value: BinaryFloatingPoint & Sendable>(
        as type: Value.Type,
        workers: Int = Cores.count,
        to sink: (Int, UnsafeBufferPointer<Value>) throws -> Void
    ) throws {
        try concurrentSequence(parts.count, workers: workers) {
            ColumnMemory<Double>(columns: 1, rows: numbers.rowCount)
        } place: {
            ColumnMemory<Value>(columns: 2, rows: numbers.rowCount)
        } make: { index, values, columns in
            compute(parts[index], values: values[0], columns)
        } handOver: { index, columns in
            for (position, column) in zip(parts[index].positions, columns.columns) {
                try sink(position, UnsafeBufferPointer(column))
            }
        }
        guard !sets.isEmpty, let patients else { return }
        let lesions = PatientLesions(
            numbers: numbers,
            patients: patients,
            expressions: expressions,
            categories: categories
        )
        var position = parts.reduce(0) { $0 + $1.positions.count }
        // A set works on all cores by itself.
        for set in sets {
            for column in set.columns(of: lesions, as: type) {
                try column.withUnsafeBufferPointer { try sink(position, $0) }
                position += 1
            }
        }
    }

    /// All columns, in the order of their positions.
    func columns<Value: BinaryFloatingPoint & Sendable>(as type: Value.Type) throws -> [[Value]] {
        var columns: [Int: [Value]] = [:]
        try stream(as: type) { columns[$0] = Array($1) }
        return columns.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Computes the columns of one part, in the order of its positions, with memory for the values of a formula.
    private func compute<Value: BinaryFloatingPoint>(
        _ part: FeaturePart,
        values: UnsafeMutableBufferPointer<Double>,
        _ columns: ColumnMemory<Value>
    ) {
        let column = columns[0]
        switch part {
        case .formula(let formula, _, let relative):
            formula.withValues(of: numbers, memory: values) { values in
                // First: this brings the values into the cache, from which the scores fetch them in no order.
                for row in values.indices { column[row] = stored(values[row]) }
                guard relative != nil, let patients else { return }
                let scores = columns[1]
                patients.forEachScore(of: values) { scores[$0] = stored($1) }
            }
        case .lesionCount:
            patients?.writeCounts(to: column)
        case .level(let level, let levelOfRow, _):
            levelOfRow.withUnsafeBufferPointer { levels in
                for row in levels.indices { column[row] = levels[row] == level ? 1 : 0 }
            }
        }
    }
}
