import Storage

/// What `run.json` says about a run. It names no host and no absolute path.
public struct RunRecord: Codable, Sendable {
    /// One finished stage.
    public struct Stage: Codable, Sendable, Equatable {
        /// The hash of everything the stage depends on.
        public var inputs: String
        /// The sha256 of every file the stage wrote, by path relative to the run.
        public var outputs: [String: String]
        /// How long the stage took.
        public var seconds: Double
    }

    /// What the run was made with.
    public struct Versions: Codable, Sendable, Equatable {
        /// The version of Cygnet.
        public var cygnet: String
        /// The version of libtorch, or nil where no tensor was needed.
        public var torch: String?
        /// The version of LightGBM.
        public var lightgbm: String
    }

    /// Embeddings made elsewhere.
    public struct Embedding: Codable, Sendable, Equatable {
        /// The name of the file without its extension.
        public var name: String
        /// The sha256 of the file.
        public var sha256: String
    }

    /// The configuration after the preset, the file and `--set`.
    public var configuration: RunConfiguration
    /// The versions of Cygnet and its libraries.
    public var versions: Versions
    /// The sha256 of the metadata and of the crops.
    public var data: [String: String]
    /// The embeddings made elsewhere that the stack was given.
    public var embeddings: [Embedding]
    /// The column that groups lesions into patients.
    public var groupColumn: String
    /// How many threads did the work.
    public var threads: Int
    /// The number type of the image models' forward passes: float32, bfloat16 or float16.
    public var precision: String
    /// What the user should know about how the models were made.
    public var notes: [String]
    /// The finished stages.
    public var stages: [String: Stage]
    /// The wall time of all finished stages.
    public var seconds: Double { stages.values.reduce(0) { $0 + $1.seconds } }
    /// The largest resident memory of the process in MiB.
    public var peakMemoryMib: Int

    /// Reads the record of a run.
    ///
    /// - Throws: `StorageError` where it is missing or damaged.
    public static func read(_ directory: RunDirectory) throws -> RunRecord {
        try JSONFile.read(RunRecord.self, from: directory.record, keys: .snakeCase)
    }

    /// Writes the record; its keys are those of `--config` and `--set`.
    func write(to directory: RunDirectory) throws {
        try JSONFile.write(self, to: directory.record, keys: .snakeCase)
    }
}
