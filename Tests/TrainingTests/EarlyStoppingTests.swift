import Testing

@testable import Training

@Suite struct EarlyStoppingTests {
    /// Which of `values` was the best so far, one by one.
    private func improvements(_ values: [Double], _ stopping: inout EarlyStopping) -> [Bool] {
        values.map { stopping.observe($0) }
    }

    @Test func stopsAfterPatienceEpochsWithoutImprovement() {
        var stopping = EarlyStopping(patience: 2)
        #expect(improvements([0.5, 0.6, 0.6], &stopping) == [true, true, false])
        #expect(!stopping.shouldStop)
        #expect(improvements([0.55], &stopping) == [false])
        #expect(stopping.shouldStop)
        #expect(stopping.best == 0.6)
        #expect(stopping.bestEpoch == 1)
    }

    @Test func anImprovementRestartsTheWait() {
        var stopping = EarlyStopping(patience: 1)
        for value in [0.1, 0.2, 0.3, 0.4] {
            #expect(improvements([value], &stopping) == [true])
            #expect(!stopping.shouldStop)
        }
    }

    @Test func aNumberThatIsNotOneNeverCountsAsBest() {
        var stopping = EarlyStopping(patience: 3)
        #expect(improvements([.nan, 0.5, .nan], &stopping) == [false, true, false])
        #expect(stopping.best == 0.5)
    }
}
