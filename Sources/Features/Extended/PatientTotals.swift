import Parallelism

/// What a patient has in all, and how much of it lies at the lesion's site: areas, numbers of lesions, means.
struct PatientTotals: PatientFeatureSet {
    private static let area = "tbp_lv_areaMM2"

    /// Measures whose mean over the patient says what skin and what lesions the patient has.
    private static let averaged = [
        "clin_size_long_diam_mm", "tbp_lv_areaMM2", "tbp_lv_H", "tbp_lv_Hext", "tbp_lv_Aext", "tbp_lv_Bext",
        "tbp_lv_Lext", "tbp_lv_deltaL", "tbp_lv_color_std_mean", "tbp_lv_nevi_confidence", "tbp_lv_norm_border",
    ]

    private let averaged: [String]
    private let hasArea: Bool
    private let groupings: [PatientGrouping]

    init(_ inputs: AvailableInputs) {
        averaged = inputs.kept(Self.averaged)
        hasArea = inputs.features.contains(Self.area)
        groupings = PatientGrouping.all.filter { inputs.categories.contains($0.column) }
    }

    private var hasSiteArea: Bool { hasArea && groupings.contains { $0.name == PatientGrouping.site.name } }

    var descriptions: [FeatureDescription] {
        let counts = groupings.flatMap { grouping in
            let same = "the patient's lesions of the same \(grouping.column)"
            return [
                describe("count_per_patient_\(grouping.name)", "number of \(same)", "lesions"),
                describe(
                    "share_of_patient_\(grouping.name)",
                    "number of \(same) / number of the patient's lesions",
                    FeatureDefinition.noUnit
                ),
            ]
        }
        let areas =
            (hasArea ? [describe("area_sum_patient", "sum of \(Self.area) over the patient's lesions", "mm²")] : [])
            + (hasSiteArea
                ? [
                    describe(
                        "area_sum_patient_site",
                        "sum of \(Self.area) over the patient's lesions of the same anatom_site_general",
                        "mm²"
                    )
                ] : [])
        let means = averaged.map { feature in
            describe(
                "\(feature)_patient_mean",
                "mean of \(feature) over the patient's lesions",
                FeatureCatalogue.unit(of: feature),
                FeatureCatalogue.criteria(of: feature)
            )
        }
        return counts + areas + means
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        let patients = lesions.patients
        let patientCounts = patients.counts
        let counts = groupings.flatMap { grouping -> [[Value]] in
            let counts = lesions.groups(within: grouping.column).counts
            return [counts.map { Value($0) }, zip(counts, patientCounts).map { Value($0 / $1) }]
        }
        let area = hasArea ? lesions.values(of: Self.area) : []
        let areas =
            (hasArea ? [patients.map(area, as: type, summary: Self.sum)] : [])
            + (hasSiteArea
                ? [
                    lesions.groups(within: PatientGrouping.site.column)
                        .map(area, as: type, summary: Self.sum)
                ] : [])
        let means = concurrentMap(averaged.count) { index in
            patients.map(lesions.values(of: averaged[index]), as: type, summary: Self.mean)
        }
        return counts + areas + means
    }

    /// The sum of the values that are there; NaN where none is.
    private static func sum(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
        values.contains { !$0.isNaN } ? values.reduce(0) { $1.isNaN ? $0 : $0 + $1 } : .nan
    }

    /// The mean of the values that are there; NaN where none is.
    private static func mean(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
        sum(values) / Double(values.count { !$0.isNaN })
    }

    private func describe(
        _ name: String,
        _ formula: String,
        _ unit: String,
        _ criteria: [ABCDCriterion] = []
    ) -> FeatureDescription {
        FeatureDescription(
            name: name,
            formula: formula,
            unit: unit,
            source: "first, fifth and tenth place of ISIC 2024",
            criteria: criteria
        )
    }
}
