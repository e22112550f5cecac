/// A criterion of the clinical ABCDE rule that a feature speaks to.
///
/// The rule's fifth letter, evolution, is not computed: it needs several visits over time, and a cohort shows one.
public enum ABCDCriterion: String, Codable, Sendable, CaseIterable {
    /// Asymmetry of the shape.
    case asymmetry = "A"
    /// Irregularity of the border.
    case border = "B"
    /// Colour, its variation, and its contrast with the skin around.
    case colour = "C"
    /// Diameter and other measures of size.
    case diameter = "D"
}
