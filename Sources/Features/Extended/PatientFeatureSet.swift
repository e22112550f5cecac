/// Features that compare a lesion with its patient's others; each depends on that patient's rows alone.
protocol PatientFeatureSet: Sendable {
    /// What the features are, in the order of the columns.
    var descriptions: [FeatureDescription] { get }

    /// The features, one column each, in the precision of `Value`; NaN is missing.
    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]]
}

extension FeatureFamily {
    /// The sets of features that the family adds, made from what a cohort has.
    func patientFeatureSets(_ inputs: AvailableInputs) -> [any PatientFeatureSet] {
        switch self {
        case .base: []
        case .extended:
            [
                PatientRanks(inputs), GroupScores(inputs), UglyDuckling(inputs), LocalOutlierFactor(inputs),
                LesionDistances(inputs), PatientTotals(inputs), PatientExtremes(inputs), Visits(inputs),
            ]
        }
    }
}
