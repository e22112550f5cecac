/// Operating points that the reader can re-weight to the prevalence of another population, in the page.
public struct PrevalenceCalculator: Sendable, Equatable {
    /// One threshold.
    public struct Row: Sendable, Equatable {
        /// What it is called.
        public let name: String
        /// What is taken from it into the other population.
        public let sensitivity: Double
        public let specificity: Double
        /// What follows at the first prevalence: PPV, NPV, flags per 1,000 lesions, number needed to examine.
        public let values: [Double]

        /// Holds a threshold.
        public init(name: String, sensitivity: Double, specificity: Double, values: [Double]) {
            self.name = name
            self.sensitivity = sensitivity
            self.specificity = specificity
            self.values = values
        }
    }

    /// The anchor.
    public let name: String
    /// The prevalence that is shown first.
    public let prevalence: Double
    /// The thresholds.
    public let rows: [Row]

    /// Puts a calculator together.
    public init(name: String, prevalence: Double, rows: [Row]) {
        self.name = Slug.of(name)
        self.prevalence = prevalence
        self.rows = rows
    }
}
