import Diagnostics
public import Evaluation
public import Foundation
import Tables

/// Judges the scores in a file.
public struct ScoreEvaluation {
    private let file: URL
    private let truth: URL?
    private let target: String
    private let score: String
    private let group: String?
    private let fold: String?
    private let bootstrapReplicates: Int
    private let seed: UInt64

    /// Describes an evaluation.
    ///
    /// - Parameters:
    ///   - file: A CSV or Parquet file of scores.
    ///   - truth: A file with `isic_id` and the labels, joined by `isic_id`; nil where `file` holds the labels.
    ///   - target: The column of labels.
    ///   - score: The column of scores.
    ///   - group: The column of patients.
    ///   - fold: The column of folds.
    ///   - bootstrapReplicates: The number of replicates behind the intervals; 0 gives none.
    ///   - seed: The seed of the bootstrap.
    public init(
        file: URL,
        truth: URL? = nil,
        target: String,
        score: String,
        group: String? = nil,
        fold: String? = nil,
        bootstrapReplicates: Int,
        seed: UInt64
    ) {
        self.file = file
        self.truth = truth
        self.target = target
        self.score = score
        self.group = group
        self.fold = fold
        self.bootstrapReplicates = bootstrapReplicates
        self.seed = seed
    }

    /// Reads the columns and computes the metrics.
    ///
    /// - Throws: `TableError` where a column is absent or has the wrong type, `EvaluationError` where the scores cannot be
    ///   judged.
    public func run() throws -> EvaluationReport {
        let table = try Table.read(file)
        let labels = try truth.map { try joinedLabels(from: $0, to: table) } ?? wholeNumbers(table, target)
        return try Evaluation.evaluate(
            labels: labels,
            scores: table.doubles(score),
            groups: try group.map { try groups(table, $0) },
            folds: try fold.map { try wholeNumbers(table, $0) },
            bootstrap: bootstrapReplicates > 0
                ? BootstrapConfiguration(replicates: bootstrapReplicates, seed: seed) : nil,
            names: names
        )
    }

    private func wholeNumbers(_ table: Table, _ column: String) throws -> [Int] {
        try table.doubles(column).enumerated().map { row, value in
            guard let whole = Int(exactly: value) else {
                throw RunError(
                    Problem(
                        "a whole number is needed",
                        at: "\(file.lastPathComponent), row \(row + 1), column \(column)",
                        found: "\(value)"
                    )
                )
            }
            return whole
        }
    }

    private func groups(_ table: Table, _ column: String) throws -> RowGroups {
        try RowGroups(codes: table.texts(column).codes, names: names)
    }

    private var names: InputNames {
        InputNames(
            file: file.lastPathComponent,
            label: target,
            score: score,
            group: group ?? "patient_id",
            fold: fold ?? "fold"
        )
    }

    private func joinedLabels(from truth: URL, to table: Table) throws -> [Int] {
        let truthTable = try Table.read(truth)
        let truthIDs = try truthTable.texts("isic_id")
        let truthLabels = try wholeNumbers(truthTable, target)
        var labels: [String: Int] = [:]
        for row in 0..<truthTable.rowCount {
            guard let id = truthIDs[row] else { continue }
            labels[id] = truthLabels[row]
        }
        let ids = try table.texts("isic_id")
        return try (0..<table.rowCount).map { row in
            guard let id = ids[row], let label = labels[id] else {
                throw RunError(
                    Problem(
                        "a scored lesion has no label",
                        at: "\(file.lastPathComponent), row \(row + 1)",
                        found: ids[row] ?? "no isic_id",
                        remedy: "Give the labels of every scored lesion with --truth"
                    )
                )
            }
            return label
        }
    }
}
