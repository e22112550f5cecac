import Tables
import Testing

@testable import Features

/// Columns that are handed over one by one are those of the matrix.
@Suite struct StreamTests {
    @Test(arguments: FeatureFamily.allCases)
    func `Every column of the matrix is handed over once, bit by bit the same`(family: FeatureFamily) throws {
        let lesions = try RandomLesions(rows: 700, patients: 40, seed: 21)
        let additional = try FeatureMatrix(
            names: ["px_one", "px_two"],
            columns: [(0..<700).map { Float($0 % 17) }, (0..<700).map { $0 % 5 == 0 ? .nan : Float($0) }],
            rowCount: 700
        )
        let transformer = PatientFeatureTransformer(configuration: .init(family: family))
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups, additional: additional)
        let matrix = try fitted.transform(lesions.table, groups: lesions.groups, additional: additional)
        let stream = try fitted.stream(lesions.table, groups: lesions.groups, additional: additional)
        #expect(stream.names.count == matrix.names.count && Set(stream.names) == Set(matrix.names))
        var found: [[UInt32]] = []
        try stream.forEachColumn { found.append($0.map(\.bitPattern)) }
        #expect(found.count == stream.names.count)
        for (name, column) in zip(stream.names, found) {
            #expect(try column == #require(matrix[name]).map(\.bitPattern), "\(name)")
        }
    }

    @Test func `The number of workers changes no bit`() throws {
        let lesions = try RandomLesions(rows: 300, patients: 12, seed: 22)
        let computation = try lesions.fit().computation(of: lesions.table, groups: lesions.groups, additional: nil)
        func bits(workers: Int) throws -> [[UInt64]] {
            var bits: [[UInt64]] = []
            try computation.stream(as: Double.self, workers: workers) { bits.append($1.map(\.bitPattern)) }
            return bits
        }
        let alone = try bits(workers: 1)
        for workers in [2, 3, 16] { #expect(try bits(workers: workers) == alone) }
    }

    @Test func `What fails on a column ends the stream`() throws {
        struct Failure: Error {}
        let lesions = try RandomLesions(rows: 100, patients: 5, seed: 23)
        let stream = try lesions.fit().stream(lesions.table, groups: lesions.groups)
        var calls = 0
        #expect(throws: Failure.self) {
            try stream.forEachColumn { _ in
                calls += 1
                if calls == 3 { throw Failure() }
            }
        }
        #expect(calls == 3)
    }

    @Test func `Without lesions there are columns without values`() throws {
        let lesions = try RandomLesions(rows: 50, patients: 3, seed: 24)
        let fitted = try lesions.fit()
        let nobody = RandomLesions(lesions, rows: [])
        var counts: [Int] = []
        try fitted.stream(nobody.table, groups: nobody.groups).forEachColumn { counts.append($0.count) }
        #expect(counts == [Int](repeating: 0, count: fitted.featureNames.count))
    }
}
