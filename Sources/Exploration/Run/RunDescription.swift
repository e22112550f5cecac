/// How a run was made, in words, for its report and its model card.
public struct RunDescription: Sendable {
    /// The version of Cygnet and of its libraries.
    public var versions: [(name: String, version: String)]
    /// The hashes of the data.
    public var data: [(name: String, sha256: String)]
    /// The hash of the folds.
    public var foldsHash: String
    /// The column that groups lesions into patients.
    public var groupColumn: String
    /// How the folds were made.
    public var folds: String
    /// The models, one sentence each.
    public var models: [String]
    /// What the user should know about how the models were made.
    public var notes: [String]
    /// The columns that no feature was made from.
    public var excludedColumns: [String]
    /// The seed.
    public var seed: UInt64
    /// The threads and the number type of image models.
    public var computing: String
    /// What all metrics are, as text.
    public var metrics: String

    /// Describes a run.
    public init(
        versions: [(name: String, version: String)],
        data: [(name: String, sha256: String)],
        foldsHash: String,
        groupColumn: String,
        folds: String,
        models: [String],
        notes: [String],
        excludedColumns: [String],
        seed: UInt64,
        computing: String,
        metrics: String
    ) {
        self.versions = versions
        self.data = data
        self.foldsHash = foldsHash
        self.groupColumn = groupColumn
        self.folds = folds
        self.models = models
        self.notes = notes
        self.excludedColumns = excludedColumns
        self.seed = seed
        self.computing = computing
        self.metrics = metrics
    }
}
