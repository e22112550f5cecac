#if canImport(Glibc)
    import Glibc
#endif

/// A learning rate that warms up evenly and then falls along a cosine (Loshchilov and Hutter, 2017).
///
/// Equal to PyTorch's `SequentialLR` of `LinearLR` and `CosineAnnealingLR`.
public struct LearningRateSchedule: Sendable, Codable, Equatable {
    /// The number of steps of the warm-up.
    public let warmupSteps: Int
    /// The number of all steps; later ones stay at the end's factor.
    public let totalSteps: Int
    /// The share of the learning rate at the first step.
    public let startFactor: Double
    /// The share of the learning rate at the end.
    public let endFactor: Double

    /// Makes a schedule over `totalSteps` steps. A warm-up longer than the whole is cut to it.
    public init(warmupSteps: Int, totalSteps: Int, startFactor: Double = 0.01, endFactor: Double = 0.01) {
        self.totalSteps = max(1, totalSteps)
        self.warmupSteps = min(max(0, warmupSteps), self.totalSteps)
        self.startFactor = startFactor
        self.endFactor = endFactor
    }

    /// What the learning rate is multiplied by at a step, counted from 0.
    public func factor(at step: Int) -> Double {
        if step < warmupSteps {
            return startFactor + (1 - startFactor) * Double(step) / Double(warmupSteps)
        }
        guard totalSteps > warmupSteps else { return 1 }
        let progress = min(1, Double(step - warmupSteps) / Double(totalSteps - warmupSteps))
        return endFactor + (1 - endFactor) * 0.5 * (1 + cos(.pi * progress))
    }
}
