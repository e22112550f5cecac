import Randomness

/// What is known of the real cohort: categories with their counts of benign and malignant lesions.
///
/// Source: the tables of the public ISIC 2024 / SLICE-3D training data (401,059 lesions, 393 of them malignant).
enum RealWorld {
    static let benignCount = 400_666.0
    static let malignantCount = 393.0

    /// A category of the real cohort.
    struct Category: Sendable {
        let name: String
        let benign: Double
        let malignant: Double

        /// How much more often than average a lesion of this category is malignant.
        var relativeRisk: Double {
            malignant / (benign + malignant) / (malignantCount / (benignCount + malignantCount))
        }

        init(_ name: String, _ benign: Double, _ malignant: Double) {
            self.name = name
            self.benign = benign
            self.malignant = malignant
        }
    }

    /// A hospital and the licence that all of its images carry.
    struct Hospital: Sendable {
        let category: Category
        let license: String
    }

    static let hospitals = [
        Hospital(category: Category("Memorial Sloan Kettering Cancer Center", 128_894, 174), license: "CC-BY"),
        Hospital(
            category: Category("Department of Dermatology, Hospital Clínic de Barcelona", 105_652, 72),
            license: "CC-BY-NC"
        ),
        Hospital(category: Category("University Hospital of Basel", 65_205, 13), license: "CC-BY-NC"),
        Hospital(
            category: Category(
                "Frazer Institute, The University of Queensland, Dermatology Research Centre",
                51_687,
                81
            ),
            license: "CC-BY"
        ),
        Hospital(category: Category("ACEMID MIA", 28_632, 33), license: "CC-0"),
        Hospital(
            category: Category("ViDIR Group, Department of Dermatology, Medical University of Vienna", 12_626, 14),
            license: "CC-BY-NC"
        ),
        Hospital(
            category: Category(
                "Department of Dermatology, University of Athens, Andreas Syggros Hospital of Skin and Venereal "
                    + "Diseases, Alexander Stratigos, Konstantinos Liopyris",
                7_970,
                6
            ),
            license: "CC-BY"
        ),
    ]

    static let tileTypes = [Category("3D: XP", 285_706, 197), Category("3D: white", 114_960, 196)]

    /// The sexes by lesions; nil is missing.
    static let sexes: [(name: String?, weight: Double)] = [("male", 265_546), ("female", 123_996), (nil, 11_517)]

    static let shareOfMissingAge = 2_798.0 / 401_059

    /// A place on the body: its names in three columns, and where it lies (x to the right, y up, z to the front; mm).
    ///
    /// The counts are real. The positions are our assumption: anatomy, fitted to the means and spreads of x, y and z.
    struct Location: Sendable {
        let category: Category
        let simple: String
        /// Nil where the location is unknown: the site is missing then, and only then.
        let site: String?
        let position: (x: Double, y: Double, z: Double)
        let spread: (x: Double, y: Double, z: Double)
    }

    static let locations: [Location] = [
        torso("Torso Back Top Third", 71_045, 67, front: false, y: 1_360, spread: 90),
        torso("Torso Front Top Half", 63_281, 69, front: true, y: 1_310, spread: 90),
        torso("Torso Back Middle Third", 46_153, 32, front: false, y: 1_190, spread: 70),
        limb("Left Leg - Lower", 27_404, 24, x: -130, y: 270, spread: 120),
        limb("Right Leg - Lower", 25_184, 24, x: 130, y: 270, spread: 120),
        torso("Torso Front Bottom Half", 24_347, 13, front: true, y: 1_060, spread: 70),
        limb("Left Leg - Upper", 23_659, 14, x: -120, y: 690, spread: 110),
        limb("Right Leg - Upper", 23_030, 4, x: 120, y: 690, spread: 110),
        limb("Right Arm - Upper", 22_954, 18, x: 320, y: 1_260, spread: 80),
        limb("Left Arm - Upper", 22_796, 20, x: -320, y: 1_260, spread: 80),
        Location(
            category: Category("Head & Neck", 11_968, 78),
            simple: "Head & Neck",
            site: "head/neck",
            position: (0, 1_560, 45),
            spread: (50, 70, 50)
        ),
        limb("Left Arm - Lower", 11_927, 12, x: -430, y: 1_040, spread: 90),
        limb("Right Arm - Lower", 10_631, 5, x: 430, y: 1_040, spread: 90),
        Location(
            category: Category("Unknown", 5_756, 0),
            simple: "Unknown",
            site: nil,
            position: (0, 900, 50),
            spread: (220, 400, 80)
        ),
        torso("Torso Back Bottom Third", 4_592, 4, front: false, y: 1_010, spread: 50),
        limb("Left Leg", 1_968, 6, x: -120, y: 500, spread: 250),
        limb("Right Leg", 1_710, 1, x: 120, y: 500, spread: 250),
        limb("Left Arm", 1_591, 2, x: -370, y: 1_150, spread: 150),
        limb("Right Arm", 601, 0, x: 370, y: 1_150, spread: 150),
        torso("Torso Front", 60, 0, front: true, y: 1_200, spread: 150),
        torso("Torso Back", 9, 0, front: false, y: 1_200, spread: 150),
    ]

    private static func torso(
        _ name: String,
        _ benign: Double,
        _ malignant: Double,
        front: Bool,
        y: Double,
        spread: Double
    ) -> Location {
        Location(
            category: Category(name, benign, malignant),
            simple: front ? "Torso Front" : "Torso Back",
            site: front ? "anterior torso" : "posterior torso",
            position: (0, y, front ? 145 : -25),
            spread: (125, spread, 45)
        )
    }

    private static func limb(
        _ name: String,
        _ benign: Double,
        _ malignant: Double,
        x: Double,
        y: Double,
        spread: Double
    ) -> Location {
        let words = name.split(separator: " ")
        let simple = words.prefix(2).joined(separator: " ")
        return Location(
            category: Category(name, benign, malignant),
            simple: simple,
            site: words[1] == "Leg" ? "lower extremity" : "upper extremity",
            position: (x, y, 60),
            spread: (50, spread, 60)
        )
    }
}
