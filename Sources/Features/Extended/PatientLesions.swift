import Parallelism

/// The lesions of a table as features see them that compare a lesion with its patient's others.
struct PatientLesions: Sendable {
    let numbers: NumericColumns
    let patients: PatientGroups
    /// The formulas of the features that may be compared, by name.
    let expressions: [String: FeatureExpression]
    /// The code of each row's value in each categorical column, by name; -1 is missing.
    let categories: [String: [Int32]]

    var rowCount: Int { numbers.rowCount }

    /// The values of a feature of one lesion, one per row; NaN is missing.
    func values(of feature: String) -> [Double] {
        expressions[feature]?.values(of: numbers) ?? [Double](repeating: .nan, count: rowCount)
    }

    /// The lesions of each patient that have the same value in a categorical column.
    ///
    /// A missing value is a value like the others: lesions of unknown site are compared with each other.
    func groups(within column: String) -> PatientGroups {
        categories[column].map(patients.refined(by:)) ?? patients
    }

    /// The values of features side by side, `[features][rows of patients]`, in the order of `patients.rows`.
    func gathered(_ features: [String]) -> [[Double]] {
        concurrentMap(features.count) { patients.gather(values(of: features[$0])) }
    }
}

/// What a cohort has to make features from.
struct AvailableInputs {
    /// The features of one lesion whose inputs are all there.
    let features: Set<String>
    /// The categorical columns that are there.
    let categories: Set<String>

    func kept(_ names: [String]) -> [String] { names.filter(features.contains) }
}

/// A categorical column within which lesions of a patient are compared, and how it is called in names of features.
struct PatientGrouping: Sendable {
    let column: String
    let name: String

    static let site = PatientGrouping(column: "anatom_site_general", name: "site")
    static let location = PatientGrouping(column: "tbp_lv_location", name: "location")
    static let simpleLocation = PatientGrouping(column: "tbp_lv_location_simple", name: "location_simple")
    static let tileType = PatientGrouping(column: "tbp_tile_type", name: "tile")
    static let all = [site, location, simpleLocation, tileType]
}
