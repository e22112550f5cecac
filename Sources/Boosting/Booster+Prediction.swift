internal import CLightGBM
internal import Diagnostics
public import Tables

/// How much each feature moved each row's raw score: exact SHAP values (Lundberg and others, 2020).
public struct Contributions: Sendable, Equatable {
    /// The features, in the order of the values.
    public let featureNames: [String]

    /// `[rows, features + 1]`, row-major, in units of the raw score (log odds). The last value of a row is the
    /// expected score, the same for every row; a row's values add up to its raw score.
    public let values: [Double]

    /// How many rows there are.
    public var rowCount: Int { values.count / (featureNames.count + 1) }

    /// Returns the contributions of a row, one per feature.
    public func row(_ row: Int) -> ArraySlice<Double> {
        let width = featureNames.count + 1
        return values[row * width..<row * width + featureNames.count]
    }

    /// Returns the expected raw score.
    public func expectedScore(row: Int) -> Double {
        values[(row + 1) * (featureNames.count + 1) - 1]
    }
}

extension Booster {
    /// Predicts raw scores (log odds as trained, not calibrated), one per row.
    ///
    /// - Parameters:
    ///   - features: the columns of training, in their order; NaN is missing.
    ///   - rows: the positions of the rows to predict; all rows where it is nil.
    ///   - threads: how many threads LightGBM uses.
    /// - Throws: `BoostingError` where the columns differ or a value is infinite.
    public func rawScores(of features: FeatureMatrix, rows: [Int]? = nil, threads: Int) throws -> [Double] {
        try predict(Int32(C_API_PREDICT_RAW_SCORE), width: 1, features, rows, threads)
    }

    /// Predicts probabilities: the logistic function of the raw scores, one per row.
    ///
    /// They belong to the sampled and weighted training set; only a calibrator makes them a cohort's probabilities.
    public func probabilities(of features: FeatureMatrix, rows: [Int]? = nil, threads: Int) throws -> [Double] {
        try predict(Int32(C_API_PREDICT_NORMAL), width: 1, features, rows, threads)
    }

    /// Computes each feature's contribution to each row's raw score.
    ///
    /// Takes 8 bytes per row and feature: ask for a few thousand rows at a time.
    public func contributions(of features: FeatureMatrix, rows: [Int]? = nil, threads: Int) throws -> Contributions {
        let values = try predict(
            Int32(C_API_PREDICT_CONTRIB),
            width: structure.featureNames.count + 1,
            features,
            rows,
            threads
        )
        return Contributions(featureNames: features.names, values: values)
    }

    /// Predicts the mean raw score over `boosters`, one per row.
    ///
    /// Every block of rows is gathered once for all boosters. Raw scores are log odds, so the boosters' contributions average
    /// to it exactly.
    ///
    /// - Throws: what ``rawScores(of:rows:threads:)`` throws.
    public static func meanRawScores(
        _ boosters: [Booster],
        of features: FeatureMatrix,
        rows: [Int]? = nil,
        threads: Int
    ) throws -> [Double] {
        for booster in boosters { try booster.requireTrainedColumns(features.names) }
        let rows = rows ?? Array(0..<features.rowCount)
        var means = [Double](repeating: 0, count: rows.count)
        try FeatureBlocks(features, rows: rows).forEach { start, count, values in
            var scores = [Double](repeating: 0, count: count)
            for booster in boosters {
                try scores.withUnsafeMutableBufferPointer { scores in
                    try booster.predict(
                        Int32(C_API_PREDICT_RAW_SCORE),
                        values,
                        rows: count,
                        columns: features.columns.count,
                        threads: threads,
                        into: scores.baseAddress
                    )
                }
                for row in 0..<count { means[start + row] += scores[row] }
            }
            for row in start..<start + count { means[row] /= Double(boosters.count) }
        }
        return means
    }

    private func predict(
        _ kind: Int32,
        width: Int,
        _ features: FeatureMatrix,
        _ rows: [Int]?,
        _ threads: Int
    ) throws -> [Double] {
        try requireTrainedColumns(features.names)
        let rows = rows ?? Array(0..<features.rowCount)
        var results = [Double](repeating: 0, count: rows.count * width)
        try FeatureBlocks(features, rows: rows).forEach { start, count, values in
            try results.withUnsafeMutableBufferPointer { results in
                try predict(
                    kind,
                    values,
                    rows: count,
                    columns: features.columns.count,
                    threads: threads,
                    into: results.baseAddress.map { $0 + start * width }
                )
            }
        }
        return results
    }

    /// Predicts one block of rows `[rows, columns]`.
    private func predict(
        _ kind: Int32,
        _ values: UnsafePointer<Float>,
        rows: Int,
        columns: Int,
        threads: Int,
        into results: UnsafeMutablePointer<Double>?
    ) throws(BoostingError) {
        var length: Int64 = 0
        try LightGBM.call("predict", threads: threads) {
            LGBM_BoosterPredictForMat(
                handle,
                values,
                Int32(C_API_DTYPE_FLOAT32),
                Int32(rows),
                Int32(columns),
                1,
                kind,
                0,
                -1,
                "num_threads=\(threads) verbosity=0",
                &length,
                results
            )
        }
    }

    private func requireTrainedColumns(_ names: [String]) throws(BoostingError) {
        let trained = structure.featureNames
        guard try FeatureNames.written(names) != trained else { return }
        let given = Set(try FeatureNames.written(names))
        let missing = trained.filter { !given.contains($0) }
        let detail =
            missing.isEmpty
            ? "\(names.count) columns, in another order or with others among them"
            : "no " + missing.prefix(8).joined(separator: ", ")
                + (missing.count > 8 ? " and \(missing.count - 8) more" : "")
        throw BoostingError(
            .wrongFeatures,
            Problem(
                "the features are not those the model was trained on",
                expected: "\(trained.count) columns",
                found: detail,
                remedy: "Predict with a cohort that has the columns of the training cohort"
            )
        )
    }
}
