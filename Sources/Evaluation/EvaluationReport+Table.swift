import Foundation

extension EvaluationReport {
    /// The report as an aligned table for a terminal, with the counts and the notes below it. Ends without a newline.
    public var textTable: String {
        let intervalTitle = confidence.map { "\(($0 * 1000).rounded() / 10) % interval".replacing(".0 %", with: " %") }
        var rows = [["", "value", intervalTitle ?? "interval", "mean of folds"]]
        for (key, title) in Self.titles {
            guard let value = self[key] else { continue }
            rows.append([title, Self.text(value), interval(key), folds(key)])
        }
        // A column that nothing stands in is not shown.
        let columns = rows[0].indices.filter { column in column < 2 || rows.dropFirst().contains { $0[column] != "" } }
        let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = zip(columns, widths).map { row[$0].padding(toLength: $1, withPad: " ", startingAt: 0) }
            return cells.joined(separator: "  ").trimmingEnd()
        }
        return (lines + ["", counts] + notes).joined(separator: "\n")
    }

    private static let titles = [
        ("pauc_80tpr", "pAUC above 80 % sensitivity"),
        ("auc", "AUC"),
        ("average_precision", "average precision"),
        ("specificity_80tpr", "specificity at 80 % sensitivity"),
        ("specificity_90tpr", "specificity at 90 % sensitivity"),
        ("specificity_95tpr", "specificity at 95 % sensitivity"),
    ]

    private static func text(_ value: Double) -> String {
        String(format: "%.4f", value)
    }

    private func interval(_ key: String) -> String {
        guard let low = self["\(key)_low"], let high = self["\(key)_high"] else { return "" }
        return "\(Self.text(low)) to \(Self.text(high))"
    }

    private func folds(_ key: String) -> String {
        guard let mean = self["\(key)_fold_mean"] else { return "" }
        return Self.text(mean) + (self["\(key)_fold_sd"].map { " (sd \(Self.text($0)))" } ?? "")
    }

    private var counts: String {
        [
            ("lesions", "lesions"), ("malignant", "malignant"), ("patients", "patients"), ("folds", "folds"),
            ("bootstrap_replicates", "bootstrap replicates"),
        ]
        .compactMap { key, title in self[key].map { "\(Int($0)) \(title)" } }
        .joined(separator: ", ")
    }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
