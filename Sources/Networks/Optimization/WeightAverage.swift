import Tensors

/// An exponential moving average of a network's tensors, which often generalises better than the last step's
/// (Polyak and Juditsky, 1992; timm `ModelEmaV3`).
///
/// It belongs to one thread at a time.
public final class WeightAverage {
    private let decay: Double
    private let live: [NamedTensor]
    private let averages: [NamedTensor]

    /// Starts from the network's present tensors; `decay` is the share of the average that a step keeps.
    public init(_ store: ParameterStore, decay: Double = 0.9998) throws {
        self.decay = decay
        live = store.namedTensors
        averages = try withGradientsDisabled {
            try store.namedTensors.map { ($0.name, try $0.tensor.copy().detached()) }
        }
    }

    /// Moves the averages towards the network's present tensors; counters are copied.
    public func update() throws {
        let pairs = zip(live, averages)
        let averaged = pairs.filter { $0.0.tensor.dtype.isFloatingPoint }
        try ParameterUpdate.average(averaged.map(\.0.tensor), into: averaged.map(\.1.tensor), decay: decay)
        for (source, target) in pairs where !source.tensor.dtype.isFloatingPoint {
            try ParameterUpdate.assign(source.tensor, to: target.tensor)
        }
    }

    /// The averages under the checkpoint's names, to be saved or loaded into a network.
    public var namedTensors: [NamedTensor] { averages }
}
