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

    /// Calls `sink` with the position and the values of every column, one call after the other on the caller's thread.
    ///
    /// The order is the same for any number of workers, but not that of the positions: columns come as soon as their inputs
    /// are at hand. The values are valid only during the call.
    func stream<Value: BinaryFloatingPoint & Sendable>(
        as type: Value.Type,
        workers: Int = Cores.count,
        to sink: (Int, UnsafeBufferPointer<Value>) throws -> Void
    ) rethrows {
        let pipeline = OrderedPipeline(workers: workers) { memory(for: type) }
        try pipeline.run(parts.count) { index, memory in
            compute(parts[index], memory)
        } handOver: { index, memory in
            for (position, column) in zip(parts[index].positions, memory.columns) {
                try sink(position, UnsafeBufferPointer(column))
            }
        }
        try computeSets(as: type) { position, column in try column.withUnsafeBufferPointer { try sink(position, $0) } }
    }

    /// All columns, in the order of their positions.
    func columns<Value: BinaryFloatingPoint & Sendable>(as type: Value.Type) -> [[Value]] {
        let computed = concurrentMap(parts.count, memory: { memory(for: type) }) { index, memory in
            compute(parts[index], memory)
            return zip(parts[index].positions, memory.columns).map { (position: $0, values: Array($1)) }
        }.flatMap { $0 }
        var columns = [[Value]](repeating: [], count: computed.count)
        for column in computed { columns[column.position] = column.values }
        computeSets(as: type) { _, column in columns.append(column) }
        return columns
    }

    private func memory<Value>(for type: Value.Type) -> FeatureMemory<Value> {
        FeatureMemory(rowCount: numbers.rowCount, largestPatient: patients?.largest ?? 0)
    }

    /// Computes the columns of one part.
    private func compute<Value>(_ part: FeaturePart, _ memory: FeatureMemory<Value>) {
        switch part {
        case .formula(let expression, _, let relative):
            expression.withValues(of: numbers, memory: memory.numbers) { values in
                let own = memory.columns[0]
                for row in values.indices { own[row] = stored(values[row]) }
                guard relative != nil, let patients else { return }
                patients.map(
                    values,
                    into: memory.columns[1],
                    together: memory.together,
                    group: memory.lesions,
                    PatientNormalization.standardize
                )
            }
        case .lesionCount:
            patients?.writeCounts(to: memory.columns[0])
        case .level(let level, let levelOfRow, _):
            let column = memory.columns[0]
            levelOfRow.withUnsafeBufferPointer { levels in
                for row in levels.indices { column[row] = levels[row] == level ? 1 : 0 }
            }
        }
    }

    /// Computes the sets one after the other, each on all cores.
    private func computeSets<Value: BinaryFloatingPoint & Sendable>(
        as type: Value.Type,
        _ body: (Int, [Value]) throws -> Void
    ) rethrows {
        guard !sets.isEmpty, let patients else { return }
        let lesions = PatientLesions(
            numbers: numbers,
            patients: patients,
            expressions: expressions,
            categories: categories
        )
        var position = parts.reduce(0) { $0 + $1.positions.count }
        for set in sets {
            for column in set.columns(of: lesions, as: type) {
                try body(position, column)
                position += 1
            }
        }
    }
}
