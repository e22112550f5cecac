import Cohorts
import Diagnostics
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Embeddings that were made elsewhere (`--embeddings FILE`): `isic_id` and one number column per component.
///
/// They stand beside the frozen embeddings of the configuration: one space for all lesions, made without their labels.
struct EmbeddingFile {
    /// A CSV or Parquet file.
    let url: URL

    /// The name of the embedding: the file's, without its extension.
    var name: String { url.deletingPathExtension().lastPathComponent }

    func sha256() throws -> String { try SHA256Digest.of(file: url).hex }

    /// The embeddings of the given lesions, in their order; further rows of the file are left out.
    ///
    /// - Throws: `TableError` where the file cannot be read, `RunError` where it lacks a lesion or names one twice.
    func read(ids: [String]) throws -> StackInputs.Embeddings {
        var (found, matrix) = try contents()
        guard !matrix.names.isEmpty else {
            throw RunError(
                Problem(
                    "the embeddings have no column of numbers",
                    at: url.relativePath,
                    expected: "isic_id, e0, e1, ..."
                )
            )
        }
        if found != ids {
            let rows = try rows(of: ids, in: found)
            found = []
            matrix.arrange(rows: rows)
        }
        return StackInputs.Embeddings(name: name, matrix: matrix)
    }

    /// The identifiers and the numbers of every row. The table ends here, so that its columns have one owner.
    private func contents() throws -> (ids: [String?], matrix: FeatureMatrix) {
        let table = try Table.read(url, types: [FeatureMatrix.identifierColumn: .text])
        try table.require([FeatureMatrix.identifierColumn])
        return (try table.texts(FeatureMatrix.identifierColumn).texts, try FeatureMatrix(table))
    }

    private func rows(of ids: [String], in found: [String?]) throws -> [Int] {
        var row: [String: Int] = [:]
        for (position, id) in found.enumerated() {
            guard let id else { continue }
            if let first = row.updateValue(position, forKey: id) {
                throw RunError(
                    Problem(
                        "the embeddings name a lesion twice",
                        at: "\(url.relativePath), rows \(first + 1) and \(position + 1)",
                        found: id,
                        remedy: "Keep one row per lesion"
                    )
                )
            }
        }
        let absent = ids.filter { row[$0] == nil }
        guard absent.isEmpty else {
            throw RunError(
                Problem(
                    "the embeddings lack \(absent.count) of \(ids.count) lesions",
                    at: url.relativePath,
                    expected: "a row for every lesion of the cohort",
                    found: "none for " + absent.prefix(3).joined(separator: ", "),
                    remedy: "Embed the whole cohort, as cygnet embed does"
                )
            )
        }
        return ids.compactMap { row[$0] }
    }
}

extension EmbeddingFile {
    /// The files of a command line.
    ///
    /// - Throws: `RunError` where a file is absent, or two have one name or the name of a backbone in use.
    static func named(_ urls: [URL], besides configuration: RunConfiguration) throws -> [EmbeddingFile] {
        let files = urls.map(EmbeddingFile.init(url:))
        var taken = Set(configuration.frozenEmbeddings.map(\.backbone) + configuration.imageModels.map(\.backbone))
        for file in files {
            guard FileManager.default.fileExists(atPath: file.url.path) else {
                throw RunError(
                    Problem(
                        "the embeddings are not there",
                        at: file.url.relativePath,
                        remedy: "Check the path given with --embeddings"
                    )
                )
            }
            guard taken.insert(file.name).inserted else {
                throw RunError(
                    Problem(
                        "the name of these embeddings is taken",
                        at: file.url.relativePath,
                        found: file.name,
                        remedy: "Give the file another name: it names the embedding"
                    )
                )
            }
        }
        return files
    }

    /// The files for a prediction, in the order of the training.
    ///
    /// - Throws: `RunError` where they are not those that the run was trained with, by name.
    static func matching(_ names: [String], in urls: [URL], of configuration: RunConfiguration) throws
        -> [EmbeddingFile]
    {
        let files = try named(urls, besides: configuration)
        let given = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
        guard Set(given.keys) == Set(names) else {
            func listed(_ names: some Collection<String>) -> String {
                names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
            }
            throw RunError(
                Problem(
                    "the run was trained with other embeddings",
                    expected: listed(names),
                    found: listed(given.keys),
                    remedy: "Give the new lesions' embeddings with --embeddings, in files of the same names"
                )
            )
        }
        return names.compactMap { given[$0] }
    }
}
