/// Visits, told from the patient's age: a patient whose lesions have two ages was photographed twice.
///
/// Ages are multiples of five years, so this counts the visits that are years apart. It is no evolution (the E of the
/// ABCDE rule): nothing says which lesion of one visit is which of another.
struct Visits: PatientFeatureSet {
    private static let age = "age_approx"

    private let hasAge: Bool

    init(_ inputs: AvailableInputs) { hasAge = inputs.features.contains(Self.age) }

    var descriptions: [FeatureDescription] {
        guard hasAge else { return [] }
        return [
            ("years_since_first_visit", "age_approx - smallest age_approx of the patient", "years"),
            ("years_to_last_visit", "largest age_approx of the patient - age_approx", "years"),
            ("visit_count", "number of different age_approx of the patient", "visits"),
            ("count_per_visit", "number of the patient's lesions with the same age_approx", "lesions"),
        ].map { name, formula, unit in
            FeatureDescription(
                name: name,
                formula: formula,
                unit: unit,
                source: "visit features: gunesevitan, and fifth place of ISIC 2024",
                criteria: []
            )
        }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        guard hasAge else { return [] }
        let ages = lesions.values(of: Self.age)
        return [
            column(lesions, ages, type) { $0 - ($1.min() ?? .nan) },
            column(lesions, ages, type) { ($1.max() ?? .nan) - $0 },
            column(lesions, ages, type) { _, known in Double(Set(known).count) },
            column(lesions, ages, type) { age, known in Double(known.count { $0 == age }) },
        ]
    }

    /// Maps every known age and the patient's known ages to a number.
    private func column<Value: BinaryFloatingPoint>(
        _ lesions: PatientLesions,
        _ ages: [Double],
        _ type: Value.Type,
        _ measure: (Double, [Double]) -> Double
    ) -> [Value] {
        lesions.patients.map(ages, as: type) { values in
            let known = values.filter { !$0.isNaN }
            var found: [Double: Double] = [:]
            for age in Set(known) { found[age] = measure(age, known) }
            for position in values.indices { values[position] = found[values[position]] ?? .nan }
            return true
        }
    }
}
