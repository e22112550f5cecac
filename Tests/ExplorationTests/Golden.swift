import Foundation
import TestSupport

/// What SciPy, statsmodels and pandas say: see make_statistics.py.
struct Golden: Decodable {
    struct AUC: Decodable {
        let values: [Double]
        let labels: [Int]
        let groups: [Int32]
        let expected: [Double]
    }

    struct Correlation: Decodable {
        let columns: [[Double?]]
        let spearman: [[Double]]
        let distances: [[Double]]
        let leaves: [Int]
    }

    struct KolmogorovSmirnov: Decodable {
        let first: [Double]
        let second: [Double]
        let statistic: Double
        let p: Double
    }

    struct ChiSquare: Decodable {
        let counts: [[Int]]
        let statistic: Double
        let p: Double
        let freedom: Int
        let v: Double
    }

    let auc: [AUC]
    let correlation: Correlation
    let kolmogorovSmirnov: [KolmogorovSmirnov]
    let kolmogorovTail: [[Double]]
    let chiSquare: [ChiSquare]
    let chiSquareTail: [[Double]]
    let wilson: [[Double]]

    private enum CodingKeys: String, CodingKey {
        case auc, correlation
        case kolmogorovSmirnov = "kolmogorov_smirnov"
        case kolmogorovTail = "kolmogorov_tail"
        case chiSquare = "chi_square"
        case chiSquareTail = "chi_square_tail"
        case wilson
    }

    static func load() throws -> Golden {
        try JSONDecoder().decode(
            Golden.self,
            from: Data(contentsOf: Places.fixture("Exploration/statistics.json"))
        )
    }
}
