internal import CLightGBM
public import Diagnostics
public import Tables

/// Labelled rows, binned for boosting.
///
/// Binned once, it serves every fold and bag: a fold's bag is a copy of its rows' bytes (``subset(positions:seed:joining:)``).
/// The borders of the bins come from the features of all its rows and from no label, so sharing them between folds tells a
/// booster nothing about the lesions it is judged on.
///
/// The columns are read from the feature matrix without a second copy: borders of bins come from a sample of the rows,
/// then the rows are pushed a block at a time and kept as one byte per value. The result is the same as LightGBM's own
/// reading of the whole matrix (`LGBM_DatasetCreateFromMat`).
public final class BoostingDataset: @unchecked Sendable {
    let handle: DatasetHandle
    let configuration: BoosterConfiguration

    /// How many threads work on the rows: those it was made with.
    let threads: Int

    /// The columns, in the order of the matrix.
    public let featureNames: [String]

    /// 1 for malignant, 0 for benign, per row.
    public let labels: [Int]

    private init(
        handle: DatasetHandle,
        featureNames: [String],
        labels: [Int],
        configuration: BoosterConfiguration,
        threads: Int
    ) {
        self.handle = handle
        self.featureNames = featureNames
        self.labels = labels
        self.configuration = configuration
        self.threads = threads
    }

    deinit {
        let handle = handle
        LightGBM.free { LGBM_DatasetFree(handle) }
    }

    /// Bins rows of a feature matrix.
    ///
    /// - Parameters:
    ///   - features: the columns; NaN is missing.
    ///   - rows: the positions of the rows to take; all rows where it is nil.
    ///   - labels: 0 or 1 for every row of `features`, also of those not taken.
    ///   - categories: the columns that hold codes 0, 1, 2 ... of a category, which trees split by sets of codes.
    ///   - configuration: decides bins and sample.
    ///   - seed: decides the sample where there are more rows than it takes.
    ///   - threads: how many threads LightGBM uses.
    ///   - progress: hears LightGBM's warnings.
    /// - Throws: `BoostingError` where there is nothing to learn from or a value is infinite.
    public convenience init(
        features: FeatureMatrix,
        rows: [Int]? = nil,
        labels: [Int],
        categories: [String] = [],
        configuration: BoosterConfiguration,
        seed: UInt64,
        threads: Int,
        progress: Progress = .silent
    ) throws {
        try configuration.check()
        let rows = rows ?? Array(0..<features.rowCount)
        let taken = try Self.checkedLabels(labels, rows: rows, features: features)
        let written = try FeatureNames.written(features.names)
        let codes = Set(categories)
        let parameters =
            configuration.parameters(seed: seed, threads: threads)
            + Self.categoryParameter(features.names.indices.filter { codes.contains(features.names[$0]) })
        var warnings = WarningFilter(progress)

        var created: DatasetHandle?
        let sample = try ColumnSample(features, rows: rows, parameters: parameters, threads: threads)
        warnings.pass(
            try LightGBM.call("find the borders of the bins", threads: threads) {
                sample.withPointers { values, positions in
                    LGBM_DatasetCreateFromSampledColumn(
                        values,
                        positions,
                        Int32(features.columns.count),
                        sample.counts,
                        sample.rowCount,
                        Int32(rows.count),
                        Int64(rows.count),
                        parameters,
                        &created
                    )
                }
            }
        )
        guard let handle = created else { throw Self.noHandle }
        self.init(
            handle: handle,
            featureNames: features.names,
            labels: taken,
            configuration: configuration,
            threads: threads
        )
        try push(features, rows: rows, &warnings)
        try setLabels()
        try setNames(written)
    }

    /// Bins rows of a feature matrix with the bins of `reference`, for evaluation during training.
    ///
    /// - Throws: `BoostingError` where the columns differ or a value is infinite.
    convenience init(evaluating features: FeatureMatrix, rows: [Int], labels: [Int], like reference: BoostingDataset)
        throws
    {
        guard features.names == reference.featureNames else {
            throw BoostingError(
                .wrongFeatures,
                Problem("the evaluation rows have other columns than the training rows")
            )
        }
        let taken = try Self.checkedLabels(labels, rows: rows, features: features)
        var created: DatasetHandle?
        try LightGBM.call("bin the evaluation rows", threads: reference.threads) {
            LGBM_DatasetCreateByReference(reference.handle, Int64(rows.count), &created)
        }
        guard let handle = created else { throw Self.noHandle }
        self.init(
            handle: handle,
            featureNames: features.names,
            labels: taken,
            configuration: reference.configuration,
            threads: reference.threads
        )
        var warnings = WarningFilter(.silent)
        try push(features, rows: rows, &warnings)
        try setLabels()
    }

    /// Returns the rows at `positions`, which must ascend and may repeat: a repeated row counts as several.
    ///
    /// The bins are shared: a bag costs a copy of its rows' bytes and no new search for borders.
    ///
    /// - Parameters:
    ///   - positions: the rows to take.
    ///   - seed: written in the parameters of the dataset.
    ///   - other: further columns of the same rows, which stand on the right in the result.
    public func subset(positions: [Int], seed: UInt64, joining other: BoostingDataset? = nil) throws(BoostingError)
        -> BoostingDataset
    {
        precondition(zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 }, "positions must ascend")
        let indices = positions.map(Int32.init)
        var created: DatasetHandle?
        try LightGBM.call("take rows of a dataset", threads: threads) {
            LGBM_DatasetGetSubset(
                handle,
                indices,
                Int32(indices.count),
                configuration.parameters(seed: seed, threads: threads),
                &created
            )
        }
        guard let handle = created else { throw Self.noHandle }
        let subset = BoostingDataset(
            handle: handle,
            featureNames: featureNames + (other?.featureNames ?? []),
            labels: positions.map { labels[$0] },
            configuration: configuration,
            threads: threads
        )
        if let other {
            guard other.labels.count == labels.count, Set(featureNames).isDisjoint(with: other.featureNames) else {
                throw BoostingError(.wrongFeatures, Problem("the two sets of columns do not belong together"))
            }
            let further = try other.subset(positions: positions, seed: seed)
            try LightGBM.call("join columns", threads: threads) { LGBM_DatasetAddFeaturesFrom(handle, further.handle) }
        }
        return subset
    }

    private static func categoryParameter(_ positions: [Int]) -> String {
        positions.isEmpty ? "" : " categorical_feature=" + positions.map(String.init).joined(separator: ",")
    }

    // MARK: - Filling

    private func push(_ features: FeatureMatrix, rows: [Int], _ warnings: inout WarningFilter) throws {
        let width = Int32(features.columns.count)
        try FeatureBlocks(features, rows: rows).forEach { start, count, values in
            warnings.pass(
                try LightGBM.call("take in rows", threads: threads) {
                    LGBM_DatasetPushRows(handle, values, Int32(C_API_DTYPE_FLOAT32), Int32(count), width, Int32(start))
                }
            )
        }
    }

    private func setLabels() throws(BoostingError) {
        let values = labels.map(Float.init)
        try LightGBM.call("take in labels", threads: threads) {
            LGBM_DatasetSetField(handle, "label", values, Int32(values.count), Int32(C_API_DTYPE_FLOAT32))
        }
    }

    private func setNames(_ names: [String]) throws(BoostingError) {
        let copies = names.map { Array($0.utf8CString) }
        let flat = copies.flatMap { $0 }
        try LightGBM.call("take in feature names", threads: threads) {
            flat.withUnsafeBufferPointer { characters in
                var pointers: [UnsafePointer<CChar>?] = []
                var offset = 0
                for copy in copies {
                    pointers.append(characters.baseAddress.map { $0 + offset })
                    offset += copy.count
                }
                return LGBM_DatasetSetFeatureNames(handle, &pointers, Int32(pointers.count))
            }
        }
    }

    // MARK: - Checks

    private static let noHandle = BoostingError(.library, Problem("LightGBM returned no dataset"))

    private static func checkedLabels(_ labels: [Int], rows: [Int], features: FeatureMatrix) throws(BoostingError)
        -> [Int]
    {
        precondition(labels.count == features.rowCount, "every row of the matrix has a label")
        guard !features.columns.isEmpty else {
            throw BoostingError(.unusableData, Problem("there are no features to learn from"))
        }
        guard !rows.isEmpty, rows.count <= Int(Int32.max) else {
            throw BoostingError(.unusableData, Problem("a booster needs rows", found: "\(rows.count) rows"))
        }
        if let wrong = rows.first(where: { labels[$0] != 0 && labels[$0] != 1 }) {
            throw BoostingError(
                .unusableData,
                Problem("a label is neither 0 nor 1", at: "row \(wrong)", expected: "0 or 1", found: "\(labels[wrong])")
            )
        }
        return rows.map { labels[$0] }
    }
}
