import Foundation
import Randomness
import TestSupport
import Testing

/// Returns the chi-square distance between counts and probabilities, per degree of freedom; cells of less than 5 expected
/// draws are merged into one.
private func chiSquare(_ counts: [Int], _ probabilities: [Double]) -> Double {
    let draws = Double(counts.reduce(0, +))
    var rare = (count: 0.0, expected: 0.0)
    var sum = 0.0
    var cells = 0
    for (count, probability) in zip(counts, probabilities) {
        let expected = draws * probability
        if expected < 5 {
            rare = (rare.count + Double(count), rare.expected + expected)
        } else {
            sum += (Double(count) - expected) * (Double(count) - expected) / expected
            cells += 1
        }
    }
    if rare.expected >= 5 {
        sum += (rare.count - rare.expected) * (rare.count - rare.expected) / rare.expected
        cells += 1
    }
    return sum / Double(max(cells - 1, 1))
}

/// The mean and the standard deviation of a sample.
private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
}

@Suite struct DistributionsTests {
    @Test func uniformNumbersFillTheirRangeEvenly() {
        var generator = SeededGenerator(seed: 3)
        var counts = Array(repeating: 0, count: 50)
        for _ in 0..<50_000 {
            let number = generator.uniform()
            #expect(number >= 0 && number < 1)
            counts[Int(number * 50)] += 1
        }
        #expect(chiSquare(counts, Array(repeating: 0.02, count: 50)) < 1.7)
        let inRange = (0..<1000).map { _ in generator.uniform(in: -3 ... -1) }
        #expect(inRange.allSatisfy { $0 >= -3 && $0 <= -1 })
        #expect(Tolerance(absolute: 0.1).accepts(moments(inRange).mean, -2))
    }

    @Test(arguments: [(0.2, 0.2), (1.0, 1.0), (0.4, 2.0), (8.0, 3.0)])
    func betaAndGammaNumbersHaveTheirMoments(alpha: Double, beta: Double) {
        var generator = SeededGenerator(seed: 8)
        let shares = (0..<20_000).map { _ in generator.beta(alpha, beta) }
        #expect(shares.allSatisfy { (0...1).contains($0) })
        let total = alpha + beta
        let (mean, deviation) = moments(shares)
        #expect(Tolerance(absolute: 0.01).accepts(mean, alpha / total))
        let expected = (alpha * beta / (total * total * (total + 1))).squareRoot()
        #expect(Tolerance(absolute: 0.01).accepts(deviation, expected))
        let numbers = moments((0..<20_000).map { _ in generator.gamma(shape: alpha) })
        #expect(Tolerance(relative: 0.05).accepts(numbers.mean, alpha))
        #expect(Tolerance(relative: 0.08).accepts(numbers.deviation, alpha.squareRoot()))
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func wholeNumbersBelowABoundAreEquallyLikely(bound: Int) {
        var generator = SeededGenerator(seed: 4)
        var counts = Array(repeating: 0, count: bound)
        for _ in 0..<200 * bound { counts[generator.integer(below: bound)] += 1 }
        #expect(chiSquare(counts, Array(repeating: 1 / Double(bound), count: bound)) < (bound > 10 ? 1.6 : 6))
    }

    @Test func normalNumbersHaveTheirMomentsAndTails() {
        var generator = SeededGenerator(seed: 5)
        let numbers = (0..<40_000).map { _ in generator.normal(mean: 2, standardDeviation: 3) }
        let (mean, deviation) = moments(numbers)
        #expect(Tolerance(absolute: 0.075).accepts(mean, 2))
        #expect(Tolerance(absolute: 0.055).accepts(deviation, 3))
        let beyond = Double(numbers.filter { abs($0 - 2) > 6 }.count) / 40_000
        #expect(Tolerance(absolute: 0.005).accepts(beyond, 0.0455))
    }

    @Test func chancesAndWeightsAreKept() {
        var generator = SeededGenerator(seed: 6)
        #expect((0..<100).allSatisfy { _ in generator.chance(1) && !generator.chance(0) })
        let hits = (0..<10_000).filter { _ in generator.chance(0.3) }.count
        #expect(Tolerance(absolute: 0.025).accepts(Double(hits) / 10_000, 0.3))
        let weights = [0.0, 1, 3, 0, 6, 0]
        var counts = Array(repeating: 0, count: 6)
        for _ in 0..<5000 { counts[generator.index(weights: weights)] += 1 }
        #expect(counts[0] == 0 && counts[3] == 0 && counts[5] == 0)
        #expect(chiSquare(counts, weights.map { $0 / 10 }) < 6)
    }

    @Test func everyPermutationIsEquallyLikely() {
        var generator = SeededGenerator(seed: 7)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<4800 { counts[generator.permutation(of: 4), default: 0] += 1 }
        #expect(counts.count == 24)
        #expect(counts.keys.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
        #expect(chiSquare(Array(counts.values), Array(repeating: 1.0 / 24, count: 24)) < 2)
        #expect(generator.permutation(of: 0) == [])
        #expect(generator.permutation(of: 1) == [0])
    }

    @Test(arguments: [
        (1, 0.3), (7, 0.5), (40, 0.1), (30, 0.95), (100, 0.2), (1000, 0.6), (401_059, 0.001), (500, 0.02),
    ])
    func binomialNumbersHaveTheBinomialDistribution(trials: Int, probability: Double) {
        var generator = SeededGenerator(seed: 8)
        var counts = Array(repeating: 0, count: trials + 1)
        for _ in 0..<20_000 { counts[generator.binomial(trials: trials, probability: probability)] += 1 }
        func logFactorial(_ value: Int) -> Double { lgamma(Double(value) + 1) }
        let probabilities = (0...trials).map { (successes: Int) -> Double in
            let failures = trials - successes
            let ways = logFactorial(trials) - logFactorial(successes) - logFactorial(failures)
            return exp(ways + Double(successes) * log(probability) + Double(failures) * log1p(-probability))
        }
        #expect(chiSquare(counts, probabilities) < (trials > 20 ? 1.9 : 6))
    }

    @Test func certainAndImpossibleTrials() {
        var generator = SeededGenerator(seed: 9)
        #expect(generator.binomial(trials: 0, probability: 0.5) == 0)
        #expect(generator.binomial(trials: 9, probability: 0) == 0)
        #expect(generator.binomial(trials: 9, probability: 1) == 9)
    }
}
