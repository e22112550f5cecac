/// The metrics of a column of scores, flat and in a fixed order. Encoded as one JSON object with a number for each key.
public struct EvaluationReport: Sendable, Equatable, Codable {
    /// One number under its key.
    public struct Metric: Sendable, Equatable {
        /// The key, such as `pauc_80tpr`.
        public let key: String
        /// The value.
        public let value: Double
    }

    /// The metrics in the order they are shown in.
    public private(set) var metrics: [Metric] = []

    /// What the reader should know before trusting the numbers, as sentences. Not part of the JSON.
    public internal(set) var notes: [String] = []

    /// The share of replicates inside the intervals, where there are any. Not part of the JSON.
    public internal(set) var confidence: Double?

    /// Makes an empty report.
    public init() {}

    /// The value under a key; setting one replaces it or adds it at the end, and nil removes it.
    public subscript(key: String) -> Double? {
        get { metrics.first { $0.key == key }?.value }
        set {
            let index = metrics.firstIndex { $0.key == key }
            switch (index, newValue) {
            case let (index?, value?): metrics[index] = Metric(key: key, value: value)
            case let (nil, value?): metrics.append(Metric(key: key, value: value))
            case let (index?, nil): metrics.remove(at: index)
            case (nil, nil): break
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            self[key.stringValue] = try container.decode(Double.self, forKey: key)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for metric in metrics { try container.encode(metric.value, forKey: Key(stringValue: metric.key)) }
    }
}
