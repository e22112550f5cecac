import Diagnostics
public import Tensors

#if canImport(Glibc)
    import Glibc
#endif

/// An exponential moving average of a network's tensors, which often generalises better than the last step's
/// (Polyak and Juditsky, 1992; timm `ModelEmaV3`).
///
/// It belongs to one thread at a time.
public final class WeightAverage {
    private let decay: Double
    private let warmsUp: Bool
    private let live: [NamedTensor]
    private let averages: [NamedTensor]

    /// How many updates were made.
    public private(set) var steps = 0

    /// Starts from the network's present tensors; `decay` is the share of the average that a step keeps at most.
    public init(_ store: ParameterStore, decay: Double = 0.9998, warmsUp: Bool = true) throws {
        self.decay = decay
        self.warmsUp = warmsUp
        live = store.namedTensors
        averages = try withGradientsDisabled {
            try store.namedTensors.map { ($0.name, try $0.tensor.copy().detached()) }
        }
    }

    /// The share that the update number `step`, from 1, keeps: nothing at first, then up to `limit`; with a warm-up slowly,
    /// as 1 - step^(-2/3).
    static func decay(step: Int, limit: Double, warmsUp: Bool) -> Double {
        guard step > 1 else { return 0 }
        return warmsUp ? min(1 - pow(Double(step), -2.0 / 3), limit) : limit
    }

    /// Moves the averages towards the network's present tensors; counters are copied.
    public func update() throws {
        steps += 1
        let share = Self.decay(step: steps, limit: decay, warmsUp: warmsUp)
        let pairs = zip(live, averages)
        let averaged = pairs.filter { $0.0.tensor.dtype.isFloatingPoint }
        try ParameterUpdate.average(averaged.map(\.0.tensor), into: averaged.map(\.1.tensor), decay: share)
        for (source, target) in pairs where !source.tensor.dtype.isFloatingPoint {
            try ParameterUpdate.assign(source.tensor, to: target.tensor)
        }
    }

    /// Goes on from averages that `namedTensors` gave after `steps` updates.
    ///
    /// - Throws: `NetworkError` of category `badData` where a tensor is missing or of another shape.
    public func restore(_ tensors: [String: Tensor], steps: Int) throws {
        let misfits = averages.filter { tensors[$0.name]?.shape != $0.tensor.shape }
        guard misfits.isEmpty else {
            throw NetworkError(
                .badData,
                Problem(
                    "the averaged weights do not fit: " + misfits.map(\.name).joined(separator: ", "),
                    remedy: "Resume with the configuration that the state was saved with"
                )
            )
        }
        for (name, target) in averages {
            if let source = tensors[name] { try ParameterUpdate.assign(source, to: target) }
        }
        self.steps = steps
    }

    /// Calls `body` while the network holds the averages, and gives it its own tensors back afterwards.
    public func withAverages<Result>(_ body: () throws -> Result) throws -> Result {
        let own = try withGradientsDisabled { try live.map { try $0.tensor.copy().detached() } }
        for (target, source) in zip(live, averages) { try ParameterUpdate.assign(source.tensor, to: target.tensor) }
        let result = Swift.Result { try body() }
        for (target, source) in zip(live, own) { try ParameterUpdate.assign(source, to: target.tensor) }
        return try result.get()
    }

    /// The averages under the checkpoint's names, to be saved or loaded into a network.
    public var namedTensors: [NamedTensor] { averages }
}
