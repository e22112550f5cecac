public import Diagnostics
public import Foundation
import Imaging
import Storage

/// Makes cohorts that look like the real one, row by row and pixel by pixel, without a real patient in them.
public enum SyntheticCohort {
    /// What was made.
    public struct Summary: Sendable, Codable, Equatable {
        /// One part of the cohort.
        public struct Part: Sendable, Codable, Equatable {
            /// Patients in it.
            public var patients = 0
            /// Lesions in it.
            public var lesions = 0
            /// Malignant lesions in it.
            public var malignant = 0
        }

        /// The part with labels and 55 columns.
        public var train = Part()
        /// The part with 44 columns, whose labels lie apart; nil without one.
        public var test: Part?
        /// The files and folders that were written, by name.
        public var files: [String] = []

        /// The training metadata of a cohort in `folder`.
        public func trainMetadata(in folder: URL) -> URL {
            SplitFiles(split: .train, images: .none, folder: folder).metadata
        }
    }

    /// Writes a cohort to `folder`: `train-metadata.csv` with the crops, and with a test fraction `test-metadata.csv` with
    /// its crops and `test-truth.csv` (`isic_id,target`).
    ///
    /// The same configuration gives the same bytes. Lesions are written as they are drawn, so memory does not grow with
    /// the cohort. `synthetic-cohort.json` says what the cohort was made from and which files are Cygnet's: these are
    /// replaced, each one whole or not at all, and what an earlier cohort left there and this one lacks (its test split,
    /// its crops in the other form) is removed. Where one of these names is taken by a file that is not listed there,
    /// nothing is written.
    ///
    /// - Throws: `SynthesisError` for a cohort that cannot be, or a folder that holds another cohort; `StorageError` where
    ///   the folder cannot be written.
    @discardableResult
    public static func generate(
        _ configuration: SyntheticCohortConfiguration,
        to folder: URL,
        progress: Diagnostics.Progress = .silent
    ) throws -> Summary {
        try configuration.validate()
        try Folder.create(folder)
        let own = try CohortMarker.ownFiles(in: folder)
        let plan = CohortPlan(configuration)
        var summary = Summary()
        // Announced before it is written, so that a run that was killed can be repeated.
        try CohortMarker(configuration: configuration, files: SplitFiles.allNames).write(to: folder)
        for split in CohortSplit.allCases {
            let entries = plan.entries.filter { plan.patients[$0.patient].isTest == (split == .test) }
            let written = SplitFiles(split: split, images: configuration.images, folder: folder)
            try written.removeStale(among: own, isWanted: !entries.isEmpty)
            if entries.isEmpty { continue }
            let writer = SplitWriter(plan: plan, entries: entries, files: written, seed: configuration.seed)
            try writer.write(progress: progress)
            summary.files += written.names
            let part = summarise(entries, plan)
            if split == .train { summary.train = part } else { summary.test = part }
        }
        try CohortMarker(configuration: configuration, files: summary.files).write(to: folder)
        return summary
    }

    private static func summarise(_ entries: [CohortPlan.Entry], _ plan: CohortPlan) -> Summary.Part {
        Summary.Part(
            patients: Set(entries.map(\.patient)).count,
            lesions: entries.count,
            malignant: entries.count { plan.isMalignant($0) }
        )
    }
}
