internal import Diagnostics
internal import Tables

/// Labels and folds that a stack can be trained on.
struct TrainingFolds {
    let labels: [Int]
    let folds: [Int]
    let count: Int

    /// Checks labels and folds against the inputs.
    ///
    /// - Throws: `StackingError` where a label is neither 0 nor 1, folds are not numbered 0, 1, 2 ..., a patient is in
    ///   two folds, or the lesions outside a fold are of one class.
    init(_ inputs: StackInputs, labels: [Int], folds: [Int]) throws(StackingError) {
        try inputs.checkShape()
        for (name, values) in [("labels", labels), ("folds", folds)] where values.count != inputs.rowCount {
            throw StackInputs.wrong(
                "the inputs have different lengths",
                at: name,
                expected: "\(inputs.rowCount)",
                found: "\(values.count)"
            )
        }
        if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw StackInputs.wrong(
                "a label is neither 0 nor 1",
                at: "lesion \(inputs.ids[row])",
                expected: "0 or 1",
                found: "\(labels[row])"
            )
        }
        let distinct = Set(folds)
        guard distinct.count >= 2, distinct == Set(0..<distinct.count) else {
            throw StackInputs.wrong(
                "the folds cannot be used",
                expected: "at least two, numbered from 0, none empty",
                found: distinct.sorted().prefix(10).map(String.init).joined(separator: ", ")
            )
        }
        for model in inputs.imageModels where model.logits.count != 1 {
            throw StackInputs.wrong("training needs out-of-fold logits", at: "image model \(model.name)")
        }
        self.labels = labels
        self.folds = folds
        count = distinct.count
        try checkPatients(inputs)
        for fold in 0..<count { try checkClasses(outside: fold) }
    }

    /// The lesions of a fold.
    func rows(in fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

    /// The lesions that a fold's boosters learn from.
    func rows(outside fold: Int) -> [Int] { folds.indices.filter { folds[$0] != fold } }

    /// Folds without a malignant lesion: trained and scored like any other, but no metric of their own exists.
    var foldsWithoutPositives: [Int] {
        (0..<count).filter { fold in !labels.indices.contains { folds[$0] == fold && labels[$0] == 1 } }
    }

    /// A patient in two folds would let a booster judge lesions of a patient it has learned from.
    private func checkPatients(_ inputs: StackInputs) throws(StackingError) {
        var foldOfPatient = [Int](repeating: -1, count: inputs.groups.levels.count)
        for (row, code) in inputs.groups.codes.enumerated() where code >= 0 {
            if foldOfPatient[Int(code)] == -1 { foldOfPatient[Int(code)] = folds[row] }
            guard foldOfPatient[Int(code)] == folds[row] else {
                throw StackInputs.wrong(
                    "a patient is in two folds",
                    at: "lesion \(inputs.ids[row])",
                    expected: "fold \(foldOfPatient[Int(code)])",
                    found: "fold \(folds[row])",
                    remedy: "Make the folds again, grouped by patient"
                )
            }
        }
    }

    private func checkClasses(outside fold: Int) throws(StackingError) {
        let training = rows(outside: fold)
        let positives = training.count { labels[$0] == 1 }
        guard positives > 0, positives < training.count else {
            throw StackingError(
                .oneClass,
                Problem(
                    "the lesions outside fold \(fold) are of one class",
                    expected: "malignant and benign lesions",
                    found: "\(positives) malignant of \(training.count)",
                    remedy: "Use fewer folds or a cohort with more malignant lesions"
                )
            )
        }
    }
}
