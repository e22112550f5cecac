public import Cohorts
import Storage
public import Tables

/// What a report calls patients and lesions: salted hashes and row numbers, unless identifiers may be shown.
///
/// The salt is a hash of the identifiers themselves, so the same cohort gives the same names, and nobody without the
/// cohort can test a guess. It is written nowhere.
public struct PatientAliases: Sendable {
    private let patients: [String]
    private let lesions: [String]
    private let showsIdentifiers: Bool
    private let salt: String

    /// Names the patients (`levels` of the group column) and lesions of a cohort.
    public init(_ cohort: Cohort, showsIdentifiers: Bool) {
        self.init(groups: cohort.groups, ids: cohort.ids, showsIdentifiers: showsIdentifiers)
    }

    /// Names patients and lesions.
    public init(groups: TextColumn?, ids: [String], showsIdentifiers: Bool) {
        patients = groups?.levels ?? []
        lesions = ids
        self.showsIdentifiers = showsIdentifiers
        var hasher = SHA256Hasher()
        hasher.update("cygnet report".utf8)
        for patient in patients { hasher.update(Array((patient + "\n").utf8)) }
        for id in ids { hasher.update(Array((id + "\n").utf8)) }
        salt = hasher.finish().hex
    }

    /// The name of the patient at a position in the group column's levels.
    public func name(of patient: Int) -> String {
        guard patients.indices.contains(patient) else { return "unknown" }
        if showsIdentifiers { return patients[patient] }
        return "P-" + SHA256Digest.of(salt + patients[patient]).hex.prefix(8)
    }

    /// The name of the lesion in a row: its identifier, or the number of its row in the metadata, from 1.
    public func lesion(row: Int) -> String {
        showsIdentifiers && lesions.indices.contains(row) ? lesions[row] : "row \(row + 1)"
    }
}
