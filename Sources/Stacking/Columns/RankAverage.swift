internal import Foundation

/// Puts the scores of boosters and image models together by their ranks among stored out-of-fold scores.
struct RankAverage: Codable, Sendable, Equatable {
    /// The image models that score beside the boosters.
    let imageModels: [String]
    /// `[folds][boosters, then image models]`: fitted on the lesions outside the fold.
    let tables: [[QuantileTable]]

    /// Fits the tables on the out-of-fold scores `[parts][lesions]` of the boosters and on the image models' logits.
    init(_ inputs: StackInputs, parts: [[Double]], training: TrainingFolds) {
        let columns = parts + inputs.imageModels.map { $0.logits[0].map(Double.init) }
        imageModels = inputs.imageModels.map(\.name)
        tables = (0..<training.count).map { fold in
            let rows = training.rows(outside: fold)
            return columns.map { column in QuantileTable(rows.map { column[$0] }) }
        }
    }

    /// The score of every training lesion, by the tables of its fold.
    func outOfFold(_ inputs: StackInputs, parts: [[Double]], training: TrainingFolds) -> [Double] {
        let columns = parts + inputs.imageModels.map { $0.logits[0].map(Double.init) }
        return training.folds.indices.map { row in
            QuantileTable.meanShare(tables[training.folds[row]], columns.map { $0[row] })
        }
    }

    /// The scores of some lesions by the tables of one fold.
    ///
    /// - Parameters:
    ///   - inputs: holds the image models' logits.
    ///   - parts: what that fold's boosters say, `[parts][rows]`.
    ///   - rows: the lesions, as positions among the inputs.
    ///   - fold: the fold whose boosters scored them.
    ///   - foldModel: which of the logits are taken.
    /// - Throws: `StackingError` where an image model is absent.
    func scores(_ inputs: StackInputs, parts: [[Double]], rows: [Int], fold: Int, foldModel: Int) throws -> [Double] {
        let logits = try imageModels.map { name in
            guard let model = inputs.imageModels.first(where: { $0.name == name }) else {
                throw StackingError.missing([name], source: "image models")
            }
            guard model.logits.indices.contains(foldModel) else {
                throw StackInputs.wrong(
                    "a new lesion needs the logits of every fold's image models",
                    expected: "\(tables.count)",
                    found: "\(model.logits.count)"
                )
            }
            return rows.map { Double(model.logits[foldModel][$0]) }
        }
        let columns = parts + logits
        return rows.indices.map { index in
            QuantileTable.meanShare(tables[fold], columns.map { $0[index] })
        }
    }
}
