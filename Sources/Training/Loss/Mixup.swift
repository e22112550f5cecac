import Randomness
import Tensors

/// Moves labels from 0 and 1 towards 0.5, so that no network is driven to certainty (Szegedy et al., 2016; timm's
/// `mixup_target` for several labels).
enum LabelSmoothing {
    /// Returns `target + (0.5 - target) * amount` for every target.
    static func smoothed(_ targets: [Float], by amount: Double) -> [Float] {
        amount == 0 ? targets : targets.map { $0 + (0.5 - $0) * Float(amount) }
    }
}

/// Mixes every lesion of a batch with the one at the mirrored place, pixels and labels by the same share (Zhang et al.,
/// "mixup: Beyond Empirical Risk Minimization", 2018; timm `Mixup` in batch mode).
struct Mixup {
    /// The weight of the first lesion of every pair.
    let share: Double

    /// Draws the share of one batch from the beta distribution of `strength` and `strength`.
    ///
    /// - Returns: Nil where `strength` is 0: nothing is mixed.
    init?(strength: Double, generator: inout SeededGenerator) {
        guard strength > 0 else { return nil }
        share = generator.beta(strength, strength)
    }

    /// Mixes pixels `[N, 3, H, W]`.
    func callAsFunction(_ pixels: Tensor) throws -> Tensor {
        try pixels * share + pixels.flipped([0]) * (1 - share)
    }

    /// Mixes labels, one per lesion.
    func callAsFunction(_ targets: [Float]) -> [Float] {
        zip(targets, targets.reversed()).map { Float(share) * $0 + Float(1 - share) * $1 }
    }
}
