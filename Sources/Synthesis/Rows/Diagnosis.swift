/// The pathologist's words for a lesion, in the columns that exist in training data only.
struct Diagnosis: Sendable {
    /// How a malignant lesion looks; nil for everything else.
    enum Kind: Sendable {
        case melanoma, basalCellCarcinoma, squamousCellCarcinoma
    }

    /// From coarse to fine: `iddx_1` to `iddx_5`, those that are there.
    let levels: [String]
    /// Lesions of the real cohort with exactly this diagnosis.
    let count: Double

    /// `iddx_full`.
    var full: String { levels.joined(separator: "::") }

    /// Whether a thickness is measured.
    var isInvasiveMelanoma: Bool { levels.count > 2 && levels[2] == "Melanoma Invasive" }

    /// The kind of malignancy.
    var kind: Kind? {
        guard levels[0] == "Malignant" else { return nil }
        if levels[1].hasPrefix("Malignant melanocytic") { return .melanoma }
        return levels[1].hasPrefix("Malignant adnexal") ? .basalCellCarcinoma : .squamousCellCarcinoma
    }

    private init(_ full: String, _ count: Double) {
        var levels: [String] = []
        var rest = Substring(full)
        while let separator = rest.firstRange(of: "::") {
            levels.append(String(rest[..<separator.lowerBound]))
            rest = rest[separator.upperBound...]
        }
        self.levels = levels + [String(rest)]
        self.count = count
    }

    /// Diagnoses with target 0 (the indeterminate ones among them), the rarest left out.
    static let benign: [Diagnosis] =
        [Diagnosis("Benign", 399_991)]
        + under(
            "Benign::Benign melanocytic proliferations::Nevus",
            [
                ("", 141), ("Nevus, Atypical, Dysplastic, or Clark", 228), ("Nevus, NOS, Compound", 30),
                ("Nevus, NOS, Dermal", 20), ("Nevus, NOS, Junctional", 10), ("Nevus, Congenital", 4),
                ("Nevus, Spitz", 3), ("Nevus, Deep penetrating", 2),
            ]
        )
        + under(
            "Benign::Benign epidermal proliferations",
            [
                ("Seborrheic keratosis", 56), ("Solar lentigo", 12), ("Lichen planus like keratosis", 11),
                ("Pigmented benign keratosis", 3),
            ]
        )
        + [
            Diagnosis("Benign::Benign soft tissue proliferations - Fibro-histiocytic::Dermatofibroma", 11),
            Diagnosis("Benign::Benign soft tissue proliferations - Vascular::Hemangioma::Hemangioma, Cherry", 3),
            Diagnosis("Benign::Inflammatory or infectious diseases::Verruca", 7),
            Diagnosis("Benign::Flat melanotic pigmentations - not melanocytic nevus::Lentigo NOS", 5),
        ]
        + under(
            "Indeterminate::Indeterminate melanocytic proliferations",
            [("Atypical melanocytic neoplasm", 64), ("Atypical intraepithelial melanocytic proliferation", 11)]
        )
        + [Diagnosis("Indeterminate::Indeterminate epidermal proliferations::Solar or actinic keratosis", 39)]

    /// Diagnoses with target 1.
    static let malignant: [Diagnosis] =
        under(
            "Malignant::Malignant adnexal epithelial proliferations - Follicular::Basal cell carcinoma",
            [
                ("", 11), ("Basal cell carcinoma, Nodular", 98), ("Basal cell carcinoma, Superficial", 48),
                ("Basal cell carcinoma, Infiltrating", 6),
            ]
        )
        + under(
            "Malignant::Malignant epidermal proliferations",
            [
                ("Squamous cell carcinoma in situ", 49), ("Squamous cell carcinoma, Invasive", 17),
                ("Squamous cell carcinoma, NOS", 2),
                (
                    "Squamous cell carcinoma, Invasive::Squamous cell carcinoma, Invasive, Keratoacanthoma-type",
                    5
                ),
            ]
        )
        + under(
            "Malignant::Malignant melanocytic proliferations (Melanoma)",
            [
                ("Melanoma in situ", 46), ("Melanoma in situ::Melanoma in situ, Lentigo maligna type", 12),
                ("Melanoma in situ::Melanoma in situ, associated with a nevus", 12),
                ("Melanoma in situ::Melanoma in situ, Superficial spreading", 10), ("Melanoma, NOS", 13),
                ("Melanoma Invasive", 13), ("Melanoma Invasive::Melanoma Invasive, Superficial spreading", 37),
                ("Melanoma Invasive::Melanoma Invasive, Associated with a nevus", 7),
                (
                    "Melanoma Invasive::Melanoma Invasive, On chronically sun-exposed skin or lentigo maligna melanoma",
                    5
                ),
                ("Melanoma Invasive::Melanoma Invasive, Nodular", 1), ("Melanoma metastasis", 1),
            ]
        )

    private static func under(_ parent: String, _ children: [(name: String, count: Double)]) -> [Diagnosis] {
        children.map { Diagnosis($0.name.isEmpty ? parent : "\(parent)::\($0.name)", $0.count) }
    }

    /// The share of lesions diagnosed only as "Benign" that have a `lesion_id`; every other lesion has one.
    static let shareOfPlainBenignWithIdentifier = 20_990.0 / 399_991

    /// Thicknesses of the real invasive melanomas, in mm, with their counts.
    static let thicknesses: [(value: Double, weight: Double)] = [
        (0.2, 7), (0.3, 13), (0.35, 2), (0.4, 13), (0.5, 9), (0.6, 7), (0.7, 2), (0.8, 1), (0.9, 1), (1.3, 1), (1.4, 1),
        (1.7, 1), (1.8, 1), (2.5, 2), (3, 1), (5, 1),
    ]

    /// Mitotic indices with their counts; nil is missing.
    static let mitoticIndices: [(value: String?, weight: Double)] = [
        ("0/mm^2", 22), ("<1/mm^2", 19), (nil, 10), (">4/mm^2", 4), ("1/mm^2", 3), ("3/mm^2", 2), ("2/mm^2", 2),
        ("4/mm^2", 1),
    ]
}
