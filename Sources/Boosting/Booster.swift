internal import CLightGBM
internal import Diagnostics

/// A trained ensemble of trees.
///
/// A booster is its model text and nothing else: it is always loaded from text that `BoosterFile.check` has accepted,
/// right after training as well as from a file.
public final class Booster: @unchecked Sendable {
    let handle: BoosterHandle

    /// The model in LightGBM's own text format, readable by LightGBM in Python.
    public let modelText: String

    /// What the check found in the text.
    public let structure: BoosterStructure

    /// Loads a model from its text.
    ///
    /// - Throws: `BoostingError` where the text is damaged.
    public init(modelText: String) throws {
        structure = try BoosterFile.check(modelText)
        var loaded: BoosterHandle?
        var rounds: Int32 = 0
        try LightGBM.call("load a model", threads: 1) { LGBM_BoosterLoadModelFromString(modelText, &rounds, &loaded) }
        guard let handle = loaded else {
            throw BoostingError(.library, Problem("LightGBM returned no booster"))
        }
        self.handle = handle
        self.modelText = modelText
    }

    deinit {
        let handle = handle
        LightGBM.free { LGBM_BoosterFree(handle) }
    }
}
