/// Columns that are computed together because they share work, and where they stand in the matrix.
enum FeaturePart: Sendable {
    /// A formula over the numbers of one lesion; and the same relative to the patient's other lesions.
    case formula(FeatureExpression, own: Int, relative: Int?)
    /// The number of the patient's lesions.
    case lesionCount(position: Int)
    /// Whether a row's value is one level of a category, given the position of each row's value among the levels.
    case level(Int32, of: [Int32], position: Int)

    /// The positions of the columns, in the order in which they are computed.
    var positions: [Int] {
        switch self {
        case .formula(_, let own, let relative): [own] + (relative.map { [$0] } ?? [])
        case .lesionCount(let position), .level(_, _, let position): [position]
        }
    }
}
