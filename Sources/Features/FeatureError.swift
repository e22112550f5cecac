public import Diagnostics

/// Why features could not be computed.
///
/// Missing columns and columns of the wrong type are a `TableError`.
public enum FeatureError: CygnetError, Equatable {
    /// The features compare a lesion with its patient's others, but the rows to transform name no patients.
    case noPatients(table: String?)
    /// The patients were given for another number of rows.
    case patientCount(expected: Int, found: Int, table: String?)

    /// The labels were given for another number of rows.
    case labelCount(expected: Int, found: Int, table: String?)
    /// Additional columns were given for another number of rows.
    case additionalCount(expected: Int, found: Int, table: String?)
    /// Additional columns that training had are not there.
    case missingAdditional([String], table: String?)
    /// An additional column has the name of another feature.
    case repeatedNames([String], table: String?)

    public var category: ErrorCategory { .badData }

    public var problem: Problem {
        switch self {
        case .noPatients(let table):
            Problem(
                "the features compare each lesion with its patient's others, but no column names the patients",
                at: table,
                expected: "the column of patients that the training rows had",
                remedy: "Add that column, or train without patients"
            )
        case .patientCount(let expected, let found, let table):
            Problem(
                "the patients do not match the rows",
                at: table,
                expected: "\(expected) of them",
                found: "\(found)"
            )
        case .labelCount(let expected, let found, let table):
            Problem("the labels do not match the rows", at: table, expected: "\(expected) of them", found: "\(found)")
        case .additionalCount(let expected, let found, let table):
            Problem(
                "the additional columns do not match the rows",
                at: table,
                expected: "\(expected) rows",
                found: "\(found)"
            )
        case .missingAdditional(let names, let table):
            Problem(
                "additional columns that the training rows had are missing: \(names.joined(separator: ", "))",
                at: table,
                remedy: "Measure the same columns as for training"
            )
        case .repeatedNames(let names, let table):
            Problem(
                "additional columns have the names of other features: \(names.joined(separator: ", "))",
                at: table,
                remedy: "Rename them"
            )
        }
    }
}
