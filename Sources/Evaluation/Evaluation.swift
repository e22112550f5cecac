/// Measures how well scores rank malignant lesions above benign ones.
public enum Evaluation {
    /// Measures a column of scores, pooled over all rows and fold by fold.
    ///
    /// The keys of the report: `pauc_80tpr`, `auc`, `average_precision`, each with `_low` and `_high` where the bootstrap is
    /// on; `specificity_80tpr`, `specificity_90tpr`, `specificity_95tpr`; with folds `pauc_80tpr_fold_mean`,
    /// `pauc_80tpr_fold_sd` (ddof 1), `pauc_80tpr_fold_<k>` and the same for `auc`; and the counts `lesions`, `malignant`,
    /// `patients`, `folds`, `bootstrap_replicates`.
    ///
    /// - Parameters:
    ///   - labels: 0 for benign and 1 for malignant.
    ///   - scores: higher means more suspicious.
    ///   - groups: the patient of each row; without it the bootstrap draws single rows.
    ///   - folds: the fold of each row. A fold with a single class has no metrics and is left out, with a note.
    ///   - bootstrap: how to draw; nil leaves the intervals out.
    ///   - names: what the columns are called, for errors.
    /// - Throws: ``EvaluationError`` that says which input is wrong, and where.
    public static func evaluate(
        labels: [Int],
        scores: [Double],
        groups: RowGroups? = nil,
        folds: [Int]? = nil,
        bootstrap: BootstrapConfiguration? = BootstrapConfiguration(),
        names: InputNames = InputNames()
    ) throws(EvaluationError) -> EvaluationReport {
        try evaluate(
            LabelledScores(labels: labels, scores: scores, names: names),
            groups: groups,
            folds: folds,
            bootstrap: bootstrap,
            names: names
        )
    }

    /// Measures scores that were checked before: see ``evaluate(labels:scores:groups:folds:bootstrap:names:)``.
    public static func evaluate(
        _ labelled: LabelledScores,
        groups: RowGroups? = nil,
        folds: [Int]? = nil,
        bootstrap: BootstrapConfiguration? = BootstrapConfiguration(),
        names: InputNames = InputNames()
    ) throws(EvaluationError) -> EvaluationReport {
        let rows = labelled.labels.count
        for (column, count) in [(names.group, groups?.indices.count), (names.fold, folds?.count)] {
            if let count, count != rows {
                throw EvaluationError(.countMismatch(column: column, expected: rows, found: count), names: names)
            }
        }

        var report = EvaluationReport()
        let curve = ROCCurve(labelled)
        let pooled = RankingMetrics(curve)
        var intervals: BootstrapIntervals?
        if let bootstrap {
            intervals = try self.intervals(labelled, groups: groups, bootstrap, notes: &report.notes)
        }
        report.confidence = intervals == nil ? nil : bootstrap?.confidence
        let perFold = folds.map { measure(labelled, folds: $0, notes: &report.notes) } ?? []

        report.add(
            "pauc_80tpr",
            pooled.partialAUC,
            intervals?.partialAUC,
            perFold.map { ($0.fold, $0.metrics.partialAUC) }
        )
        report.add("auc", pooled.auc, intervals?.auc, perFold.map { ($0.fold, $0.metrics.auc) })
        report.add("average_precision", pooled.averagePrecision, intervals?.averagePrecision, [])
        for percent in [80, 90, 95] {
            report["specificity_\(percent)tpr"] = curve.operatingPoint(sensitivity: Double(percent) / 100).specificity
        }
        report["lesions"] = Double(rows)
        report["malignant"] = Double(labelled.positives)
        report["patients"] = groups.map { Double($0.count) }
        report["folds"] = folds.map { Double(Set($0).count) }
        report["bootstrap_replicates"] = intervals.map { Double($0.replicates) }
        return report
    }

    private static func intervals(
        _ labelled: LabelledScores,
        groups: RowGroups?,
        _ configuration: BootstrapConfiguration,
        notes: inout [String]
    ) throws(EvaluationError) -> BootstrapIntervals? {
        let bootstrap = try PatientBootstrap(labelled, groups: groups)
        guard bootstrap.groupCount > 1 else {
            notes.append("No intervals: all lesions belong to one patient, and its sampling cannot be imitated.")
            return nil
        }
        let intervals = try bootstrap.intervals(configuration)
        if groups == nil {
            notes.append("The intervals resample single lesions: without patients they may be too narrow.")
        }
        let missing = configuration.replicates - (intervals?.replicates ?? 0)
        if missing > 0 {
            notes.append(
                "\(missing) of \(configuration.replicates) bootstrap replicates held only one class and were left out."
            )
        }
        return intervals
    }

    private static func measure(
        _ labelled: LabelledScores,
        folds: [Int],
        notes: inout [String]
    ) -> [(fold: Int, metrics: RankingMetrics)] {
        let rowsByFold = Dictionary(grouping: folds.indices) { folds[$0] }
        var measured: [(fold: Int, metrics: RankingMetrics)] = []
        for (fold, rows) in rowsByFold.sorted(by: { $0.key < $1.key }) {
            do {
                let part = try LabelledScores(
                    labels: rows.map { labelled.labels[$0] ? 1 : 0 },
                    scores: rows.map { labelled.scores[$0] }
                )
                measured.append((fold, RankingMetrics(ROCCurve(part))))
            } catch {
                notes.append("Fold \(fold) holds only one class and is left out of the fold means.")
            }
        }
        return measured
    }
}

extension EvaluationReport {
    /// Adds a metric with what is known around it.
    fileprivate mutating func add(
        _ key: String,
        _ value: Double,
        _ interval: Interval?,
        _ folds: [(fold: Int, value: Double)]
    ) {
        self[key] = value
        self["\(key)_low"] = interval?.low
        self["\(key)_high"] = interval?.high
        guard !folds.isEmpty else { return }
        let mean = folds.reduce(0) { $0 + $1.value } / Double(folds.count)
        self["\(key)_fold_mean"] = mean
        if folds.count > 1 {
            let squares = folds.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
            self["\(key)_fold_sd"] = (squares / Double(folds.count - 1)).squareRoot()
        }
        for (fold, value) in folds { self["\(key)_fold_\(fold)"] = value }
    }
}
