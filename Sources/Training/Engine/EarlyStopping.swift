/// Stops a training when the monitored value has not improved for `patience` epochs (Prechelt, 1998).
///
/// It looks at an inner part of the training folds, never at the held-out fold: a checkpoint chosen on the fold that is
/// scored later makes out-of-fold scores flatter the model.
public struct EarlyStopping: Sendable, Codable, Equatable {
    /// How many epochs without improvement are waited for.
    public let patience: Int
    /// The best value so far, or nil before the first epoch.
    public private(set) var best: Double?
    /// The epoch of the best value, from 0.
    public private(set) var bestEpoch = 0
    private var epochsSeen = 0

    /// Waits `patience` epochs for an improvement.
    public init(patience: Int) {
        self.patience = patience
    }

    /// Takes an epoch's value (higher is better) and returns whether it is the best so far.
    public mutating func observe(_ value: Double) -> Bool {
        defer { epochsSeen += 1 }
        guard value > best ?? -.infinity else { return false }
        best = value
        bestEpoch = epochsSeen
        return true
    }

    /// Whether `patience` epochs passed without an improvement.
    public var shouldStop: Bool {
        best != nil && epochsSeen - 1 - bestEpoch >= patience
    }
}
