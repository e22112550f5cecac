import ArgumentParser
import Cohorts
import Foundation

/// The options that say where a cohort is and how to read it.
struct CohortOptions: ParsableArguments {
    @Argument(help: "A folder with train-metadata.csv or test-metadata.csv and their images.")
    var data: String

    @Option(help: "Read the train or the test files.")
    var split: Split?

    @Option(help: "A folder of .jpg files or an HDF5 file, where the crops lie elsewhere.")
    var images: String?

    @Option(help: "The column that groups lesions, where patient_id is absent or another grouping is wanted.")
    var groupBy: String?

    @Option(help: "COLUMN=VALUE that marks a malignant lesion, where there is no column `target`.")
    var label: String?

    /// The request that reads the cohort.
    func request(preferring split: Split = .train, requires: Set<Requirement> = []) throws -> CohortRequest {
        CohortRequest(
            data: URL(argument: data),
            split: self.split,
            preferred: split,
            images: images.map(URL.init(argument:)),
            groupBy: groupBy,
            label: try label.map(LabelRule.init(parsing:)),
            requires: requires
        )
    }
}
