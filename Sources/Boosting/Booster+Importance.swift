internal import CLightGBM

extension Booster {
    /// What each column did in the trees, in the order of `structure.featureNames`.
    public struct ColumnUse: Sendable, Equatable {
        /// The loss that its splits took away, summed.
        public let gain: Double
        /// How many splits it made.
        public let splits: Int
    }

    /// Counts what each column did.
    public func columnUse() throws(BoostingError) -> [ColumnUse] {
        let gains = try importance(Int32(C_API_FEATURE_IMPORTANCE_GAIN))
        let splits = try importance(Int32(C_API_FEATURE_IMPORTANCE_SPLIT))
        return zip(gains, splits).map { ColumnUse(gain: $0, splits: Int($1)) }
    }

    private func importance(_ kind: Int32) throws(BoostingError) -> [Double] {
        var values = [Double](repeating: 0, count: structure.featureNames.count)
        try LightGBM.call("count the use of columns", threads: 1) {
            LGBM_BoosterFeatureImportance(handle, 0, kind, &values)
        }
        return values
    }
}
