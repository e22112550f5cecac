import Cohorts
public import Evaluation
import Tables

/// How often lesions are malignant in each level of a category.
public struct CategoryRates: Sendable {
    /// One level.
    public struct Level: Sendable {
        /// The name; "missing" for rows without one.
        public let name: String
        /// Its lesions.
        public let lesions: Int
        /// Its patients; nil where the cohort knows none.
        public let patients: Int?
        /// Its malignant lesions; nil without labels.
        public let malignant: Int?
        /// The share of malignant lesions with Wilson's interval; nil without labels.
        public let rate: Estimate?
    }

    /// The name of the column.
    public let name: String
    /// What it says.
    public let meaning: String?
    /// Whether the levels have an order of their own, as age bands have.
    public let isOrdered: Bool
    /// The levels with enough lesions and patients to be shown, in their own order or the largest first.
    public let levels: [Level]
    /// Levels left out because fewer than ``smallestCell`` lesions or patients stand behind them.
    public let suppressedLevels: Int
    /// Whether the rates differ between levels; nil without classes or with one level.
    public let test: ChiSquareTest?

    /// Levels with fewer lesions or patients are not shown: they could point to a person.
    public static let smallestCell = 5

    init(
        name: String,
        meaning: String?,
        levelNames: [String],
        codes: [Int32],
        isOrdered: Bool = false,
        in cohort: PreparedCohort
    ) {
        let slots = levelNames.count + 1
        var lesions = [Int](repeating: 0, count: slots)
        var malignant = lesions
        var seen = [Set<Int32>](repeating: [], count: slots)
        for (row, code) in codes.enumerated() {
            let slot = code < 0 ? slots - 1 : Int(code)
            lesions[slot] += 1
            if cohort.isMalignant?[row] == true { malignant[slot] += 1 }
            if let group = cohort.groups?[row] { seen[slot].insert(group) }
        }
        self.name = name
        self.meaning = meaning
        self.isOrdered = isOrdered
        let present = (0..<slots).filter { lesions[$0] > 0 }
        let shown = present.filter { slot in
            lesions[slot] >= Self.smallestCell && (cohort.groups == nil || seen[slot].count >= Self.smallestCell)
        }
        suppressedLevels = present.count - shown.count
        let found = shown.map { slot in
            Level(
                name: slot < levelNames.count ? levelNames[slot] : "missing",
                lesions: lesions[slot],
                patients: cohort.groups.map { _ in seen[slot].count },
                malignant: cohort.isMalignant.map { _ in malignant[slot] },
                rate: cohort.isMalignant.map { _ in Estimate(share: malignant[slot], of: lesions[slot]) }
            )
        }
        levels = isOrdered ? found : found.sorted { ($1.lesions, $0.name) < ($0.lesions, $1.name) }
        test =
            cohort.hasClasses
            ? ChiSquareTest(counts: present.map { [lesions[$0] - malignant[$0], malignant[$0]] }) : nil
    }

    init(_ category: PreparedCohort.Category, in cohort: PreparedCohort) {
        self.init(
            name: category.name,
            meaning: category.meaning,
            levelNames: category.column.levels,
            codes: category.column.codes,
            in: cohort
        )
    }

    /// Age in bands, where the cohort has ages.
    init?(agesIn cohort: PreparedCohort) {
        guard let ages = cohort.measurement("age_approx"), !ages.order.rows.isEmpty else { return nil }
        let codes = ages.values.map { age in
            age.isNaN ? Int32(-1) : Int32(Self.ageStarts.lastIndex { Double($0) <= age } ?? 0)
        }
        self.init(
            name: "age band",
            meaning: "age at imaging",
            levelNames: Self.ageBands,
            codes: codes,
            isOrdered: true,
            in: cohort
        )
    }

    private static let ageStarts = [0, 30, 45, 60, 75]
    /// The names of the age bands.
    public static let ageBands = ["under 30", "30–44", "45–59", "60–74", "75 and over"]
}
