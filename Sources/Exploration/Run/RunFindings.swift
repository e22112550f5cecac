import Evaluation
import Tables

/// Everything that the report of a run says: numbers only.
public struct RunFindings: Sendable {
    /// The lesions, the malignant ones and the patients.
    public let lesions: Int
    public let malignant: Int
    public let patients: Int
    /// How well lesions are ranked.
    public let ranking: RankingFindings
    /// What every way to stack is worth; nil where the run did not compare them.
    public let modes: ModeFindings?
    /// Whether models err on the same lesions; nil without image models.
    public let errors: ErrorCorrelation?
    /// The epochs of the image models.
    public let epochs: [RunMaterial.Epoch]
    /// What flagging lesions would mean.
    public let screening: ScreeningFindings
    /// Whether probabilities hold.
    public let probabilities: ProbabilityFindings
    /// Parts of the cohort; nil where the run kept nothing that lesions are grouped by.
    public let subgroups: SubgroupFindings?
    /// The lesions that are most wrong.
    public let failures: FailureFindings
    /// What the stack looks at; nil where it was not measured.
    public let importance: ImportanceFindings?

    /// Whether any two lesions are known to belong to one patient.
    public var knowsPatients: Bool { patients < lesions }

    /// Computes the findings of a run.
    ///
    /// - Parameters:
    ///   - showsIdentifiers: whether patients and lesions are named by their identifiers.
    ///   - pictures: where pictures of the failures come from.
    /// - Throws: `EvaluationError` where the scores cannot be judged.
    public init(_ material: RunMaterial, showsIdentifiers: Bool, pictures: RunPictures = .notWanted) throws {
        let groups = try RowGroups(codes: material.groups.codes)
        lesions = material.labels.count
        malignant = material.labels.reduce(0, +)
        patients = groups.count
        ranking = try RankingFindings(material, groups: groups)
        modes = material.modes
        errors = ErrorCorrelation(material)
        epochs = material.epochs
        screening = try ScreeningFindings(material, groups: groups)
        probabilities = try ProbabilityFindings(material)
        let threshold = screening.chosen.point.threshold
        subgroups = SubgroupFindings(material, threshold: threshold)
        failures = FailureFindings(
            material,
            threshold: threshold,
            aliases: PatientAliases(groups: material.groups, ids: material.ids, showsIdentifiers: showsIdentifiers),
            pictures: pictures
        )
        importance = ImportanceFindings(material)
    }
}
