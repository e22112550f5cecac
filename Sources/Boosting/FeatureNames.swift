internal import Diagnostics

/// Feature names as LightGBM's text format can hold them.
///
/// The format separates names with spaces and refuses JSON's special characters; anything of that kind becomes `_`,
/// as LightGBM itself does with spaces (`anatom_site_general=head/neck` stays as it is).
enum FeatureNames {
    /// Returns the name as it stands in a model file.
    static func written(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { scalar in
                    scalar.value <= 0x20 || scalar.value == 0x7F || "\",:[]{}".unicodeScalars.contains(scalar)
                        ? "_" : scalar
                }
            )
        )
    }

    /// Returns all names as they stand in a model file.
    ///
    /// - Throws: `BoostingError` where a name is empty or two names would be the same.
    static func written(_ names: [String]) throws(BoostingError) -> [String] {
        var seen: [String: String] = [:]
        var written: [String] = []
        written.reserveCapacity(names.count)
        for name in names {
            let safe = Self.written(name)
            guard !safe.isEmpty else {
                throw BoostingError(.unusableData, Problem("a feature has no name", at: "feature \(written.count + 1)"))
            }
            if let other = seen.updateValue(name, forKey: safe) {
                let what =
                    other == name ? "two features have the same name" : "two feature names differ in separators only"
                throw BoostingError(
                    .unusableData,
                    Problem(what, found: "\(other) and \(name)", remedy: "Rename one of them")
                )
            }
            written.append(safe)
        }
        return written
    }
}
