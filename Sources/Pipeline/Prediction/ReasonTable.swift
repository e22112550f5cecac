import Stacking
import Tables

/// Why lesions got their scores, as a table.
enum ReasonTable {
    /// One row per lesion and feature: `isic_id`, `rank` (from 1), `feature`, `contribution` (log odds), `value`.
    static func make(ids: [String], contributions: [[Reason]]) throws -> Table {
        var columns: (ids: [String?], ranks: [Int64], features: [String?], contributions: [Double], values: [Double]) =
            ([], [], [], [], [])
        for (id, reasons) in zip(ids, contributions) {
            for (rank, reason) in reasons.enumerated() {
                columns.ids.append(id)
                columns.ranks.append(Int64(rank + 1))
                columns.features.append(reason.feature)
                columns.contributions.append(reason.contribution)
                columns.values.append(reason.value.map(Double.init) ?? .nan)
            }
        }
        return try Table([
            ("isic_id", .text(TextColumn(columns.ids))), ("rank", .integer(columns.ranks)),
            ("feature", .text(TextColumn(columns.features))), ("contribution", .double(columns.contributions)),
            ("value", .double(columns.values)),
        ])
    }
}
