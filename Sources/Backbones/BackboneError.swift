public import Diagnostics

/// What can be wrong about a backbone: its name, its input, its weights.
public enum BackboneError: CygnetError, Equatable {
    /// No variant has this name.
    case unknownVariant(String, known: [String])
    /// The input size is smaller than the variant can take.
    case inputSize(Int, smallest: Int, variant: String)
    /// The pixels have another shape than the backbone was made for.
    case pixels(found: [Int], expected: String)
    /// The crops of a batch are not what their width and height say, or differ in size.
    case batch(Problem)

    /// All of these are the input's fault.
    public var category: ErrorCategory { .badData }

    /// What to tell the user.
    public var problem: Problem {
        switch self {
        case .unknownVariant(let name, let known):
            Problem(
                "there is no backbone named \(name)",
                expected: "one of " + known.joined(separator: ", "),
                remedy: "Choose one of these names"
            )
        case .inputSize(let size, let smallest, let variant):
            Problem(
                "\(variant) cannot take images of this size",
                expected: "at least \(smallest) pixels a side",
                found: "\(size)",
                remedy: "Ask for a larger input size"
            )
        case .pixels(let found, let expected):
            Problem("the pixels have the wrong shape", expected: expected, found: "\(found)")
        case .batch(let problem):
            problem
        }
    }
}
