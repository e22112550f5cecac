public import Diagnostics

/// What synthetic cohort to make.
public struct SyntheticCohortConfiguration: Sendable, Codable, Equatable {
    /// How the crops are stored.
    public enum Images: String, Sendable, Codable, CaseIterable {
        /// One HDF5 file with a scalar dataset per lesion, as the competition has it.
        case hdf5
        /// One JPEG file per lesion.
        case files
        /// No crops.
        case none
    }

    /// Patients in all, those of the test split included.
    public var patients: Int
    /// Lesions in all.
    public var lesions: Int
    /// Malignant lesions in all.
    public var malignant: Int
    /// The same seed gives the same bytes.
    public var seed: UInt64
    /// How the crops are stored.
    public var images: Images
    /// The share of patients held out as the test split; 0 for none.
    public var testFraction: Double

    /// Describes a cohort.
    public init(
        patients: Int,
        lesions: Int,
        malignant: Int,
        seed: UInt64 = 42,
        images: Images = .hdf5,
        testFraction: Double = 0
    ) {
        self.patients = patients
        self.lesions = lesions
        self.malignant = malignant
        self.seed = seed
        self.images = images
        self.testFraction = testFraction
    }

    /// Identifiers have seven digits.
    static let largestLesionCount = 9_999_999

    /// Checks that such a cohort can exist.
    ///
    /// - Throws: `SynthesisError` for the first number that cannot be.
    public func validate() throws(SynthesisError) {
        guard patients > 0 else { throw .tooFew("patients", least: 1, found: patients) }
        guard lesions >= patients else { throw .fewerLesionsThanPatients(lesions: lesions, patients: patients) }
        guard lesions <= Self.largestLesionCount else { throw .tooManyLesions(lesions) }
        guard malignant >= 0 else { throw .tooFew("malignant lesions", least: 0, found: malignant) }
        guard malignant <= lesions else { throw .moreMalignantThanLesions(malignant: malignant, lesions: lesions) }
        guard testFraction >= 0, testFraction < 1 else { throw .testFraction(testFraction) }
        guard testFraction == 0 || patients >= 2 else { throw .tooFew("patients for a test split", least: 2, found: 1) }
    }
}

/// A synthetic cohort that cannot be made.
public enum SynthesisError: CygnetError, Equatable {
    /// A number is too small.
    case tooFew(String, least: Int, found: Int)
    /// Every patient has at least one lesion.
    case fewerLesionsThanPatients(lesions: Int, patients: Int)
    /// There are not that many identifiers.
    case tooManyLesions(Int)
    /// A malignant lesion is a lesion.
    case moreMalignantThanLesions(malignant: Int, lesions: Int)
    /// The share of test patients is not from 0 to below 1.
    case testFraction(Double)
    /// The folder holds files of a cohort that Cygnet did not write.
    case foreignFiles([String], folder: String)

    public var category: ErrorCategory { .usage }

    public var problem: Problem {
        switch self {
        case .tooFew(let what, let least, let found):
            Problem("too few \(what)", expected: "at least \(least)", found: "\(found)")
        case .fewerLesionsThanPatients(let lesions, let patients):
            Problem(
                "every patient needs a lesion",
                expected: "at least \(patients) lesions for \(patients) patients",
                found: "\(lesions)",
                remedy: "Ask for more lesions or fewer patients"
            )
        case .tooManyLesions(let lesions):
            Problem(
                "too many lesions",
                expected: "at most \(SyntheticCohortConfiguration.largestLesionCount)",
                found: "\(lesions)",
                remedy: "The real cohort has 401059"
            )
        case .moreMalignantThanLesions(let malignant, let lesions):
            Problem(
                "more malignant lesions than lesions",
                expected: "at most \(lesions)",
                found: "\(malignant)",
                remedy: "The real cohort has 1 malignant lesion in 1020"
            )
        case .testFraction(let fraction):
            Problem(
                "the share of test patients is out of range",
                expected: "0 (no test split) to below 1",
                found: "\(fraction)"
            )
        case .foreignFiles(let names, let folder):
            Problem(
                "the folder holds a cohort that Cygnet did not make: \(names.joined(separator: ", "))",
                at: folder,
                remedy: "Name another folder, or remove these files yourself"
            )
        }
    }
}
