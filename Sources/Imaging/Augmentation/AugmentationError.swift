public import Diagnostics

/// A setting of the augmentation that is out of its range.
public struct AugmentationError: CygnetError, Equatable {
    /// Its name, such as `rotation.degrees`.
    public let setting: String
    /// Its value.
    public let value: Double
    /// What it may be.
    public let range: ClosedRange<Double>

    public var category: ErrorCategory { .usage }

    public var problem: Problem {
        Problem(
            "the augmentation setting `\(setting)` is out of range",
            expected: "\(range.lowerBound) to \(range.upperBound)",
            found: "\(value)"
        )
    }
}
