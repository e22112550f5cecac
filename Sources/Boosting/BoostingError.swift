public import Diagnostics

/// An error of gradient boosting.
public struct BoostingError: CygnetError, Equatable {
    /// What kind of thing went wrong.
    public enum Code: Sendable, Equatable {
        /// The training data cannot be learned from: no rows, no columns, labels of one class.
        case unusableData
        /// A feature holds an infinite value.
        case infiniteValue
        /// A setting is out of its range.
        case invalidConfiguration
        /// Training stopped at its first round, or every score is the same.
        case learnedNothing
        /// The columns are not those that the model was trained on.
        case wrongFeatures
        /// A model file is damaged, or is not one of ours.
        case damagedModel
        /// LightGBM refused a call.
        case library
    }

    /// What kind of thing went wrong.
    public let code: Code

    /// What to tell the user.
    public let problem: Problem

    /// Describes an error.
    public init(_ code: Code, _ problem: Problem) {
        self.code = code
        self.problem = problem
    }

    /// The kind of failure.
    public var category: ErrorCategory {
        switch code {
        case .unusableData, .infiniteValue, .wrongFeatures, .damagedModel: .badData
        case .invalidConfiguration: .usage
        case .learnedNothing, .library: .failure
        }
    }
}
