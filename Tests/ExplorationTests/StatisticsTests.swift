import Evaluation
import TestSupport
import Testing

@testable import Exploration

private let exact = Tolerance(absolute: 1e-12, relative: 1e-9)

@Test func clusteredAUCsEqualTheFormulaOverAllPairs() throws {
    for golden in try Golden.load().auc {
        let found = try #require(
            ClusteredAUC.measure(
                golden.values,
                order: RowOrder(golden.values),
                isMalignant: golden.labels.map { $0 == 1 },
                groups: golden.groups,
                groupCount: Int(golden.groups.max() ?? 0) + 1
            )
        )
        let values = [found.value, found.interval.low, found.interval.high]
        #expect(exact.firstDifference(values, golden.expected) == nil)
    }
}

@Test func rowsThatStandAloneAreGroupsOfOne() throws {
    let golden = try #require(try Golden.load().auc.last)
    func measure(_ groups: [Int32]?, _ count: Int) -> Estimate? {
        ClusteredAUC.measure(
            golden.values,
            order: RowOrder(golden.values),
            isMalignant: golden.labels.map { $0 == 1 },
            groups: groups,
            groupCount: count
        )
    }
    let alone = try #require(measure(nil, 0))
    let grouped = try #require(measure(golden.groups, 60))
    #expect(exact.accepts(alone.interval.low, grouped.interval.low))
    #expect(exact.accepts(alone.interval.high, grouped.interval.high))
}

@Test func rankCorrelationsEqualPandas() throws {
    let golden = try Golden.load().correlation
    let columns = golden.columns.map { $0.map { $0 ?? .nan } }
    let found = Spearman(columns: columns, orders: columns.map { RowOrder($0) }).matrix
    // Single precision inside: six digits.
    #expect(Tolerance(absolute: 2e-6).firstDifference(found.flatMap { $0 }, golden.spearman.flatMap { $0 }) == nil)
}

@Test func clusteringOrdersLeavesAsSciPy() throws {
    let golden = try Golden.load().correlation
    #expect(AverageLinkage(distances: golden.distances).leaves == golden.leaves)
}

@Test func kolmogorovSmirnovEqualsSciPy() throws {
    let golden = try Golden.load()
    for sample in golden.kolmogorovSmirnov {
        let found = try #require(SampleDistance.kolmogorovSmirnov(sample.first, sample.second))
        #expect(exact.accepts(found.statistic, sample.statistic))
        #expect(Tolerance(absolute: 1e-13, relative: 1e-9).accepts(found.pValue, sample.p))
    }
    for pair in golden.kolmogorovTail {
        #expect(Tolerance(absolute: 1e-13, relative: 1e-9).accepts(SampleDistance.kolmogorovTail(pair[0]), pair[1]))
    }
}

@Test func chiSquareEqualsSciPy() throws {
    let golden = try Golden.load()
    for table in golden.chiSquare {
        let found = try #require(ChiSquareTest(counts: table.counts))
        #expect(exact.accepts(found.statistic, table.statistic))
        #expect(found.degreesOfFreedom == table.freedom)
        #expect(Tolerance(absolute: 1e-14, relative: 1e-8).accepts(found.pValue, table.p))
        #expect(exact.accepts(found.cramersV, table.v))
    }
    for tail in golden.chiSquareTail {
        let found = chiSquareTail(tail[0], degreesOfFreedom: Int(tail[1]))
        #expect(Tolerance(absolute: 1e-14, relative: 1e-8).accepts(found, tail[2]))
    }
    #expect(ChiSquareTest(counts: [[3, 4], [0, 0]]) == nil)
}

@Test func wilsonIntervalsEqualStatsmodels() throws {
    for row in try Golden.load().wilson {
        let found = Interval(wilson: Int(row[0]), of: Int(row[1]))
        #expect(exact.accepts(found.low, row[2]) && exact.accepts(found.high, row[3]))
    }
}

@Test func anOrderSortsNegativeZeroAndTiesAndLeavesMissingOut() {
    let values = [3, -.infinity, 0.0, -0.0, .nan, -2, 3, 1e-300]
    let order = RowOrder(values)
    #expect(order.rows == [5, 2, 3, 7, 0, 6])
    #expect(order.meanRanks(of: values).map { $0.isNaN ? -1 : $0 } == [5.5, -1, 2.5, 2.5, -1, 1, 5.5, 4])
    #expect(order.quantile(0.5, of: values) == 5e-301)
}
