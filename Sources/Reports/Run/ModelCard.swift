import Evaluation
public import Exploration

/// What a reader must know before looking at a score of a run, as Markdown (after Mitchell and others, 2019).
public struct ModelCard: Sendable {
    private let found: RunFindings
    private let run: RunDescription

    /// Describes a run.
    public init(_ found: RunFindings, of run: RunDescription) {
        self.found = found
        self.run = run
    }

    /// The card.
    public var markdown: String {
        """
        # Model card

        **Research use only. Cygnet is not a medical device and gives no diagnosis.** It ranks a patient's lesions so that a \
        clinician can look at the most unusual ones first.

        ## Model

        \(list(run.models))
        \(list(run.notes.map { "\($0)." }))
        - Output: a raw score that lesions are ranked by, and a probability that is calibrated to this cohort.
        - Made by \(run.versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")); \(run.computing); seed \(run.seed).
        - All settings: `run.json`.

        ## Intended use

        - For research and education: ranking the lesions of one patient from total-body photography for a clinician's look.
        - Users: researchers, and clinicians within a study that ethics approved.
        - Not for: deciding on a biopsy, ruling out cancer, patients looking at themselves, images from other devices without a \
        new evaluation, lesions that a clinician is worried about anyway.

        ## Data

        - \(found.lesions) lesions, \(found.malignant) malignant (\(Number.percent(found.ranking.prevalence))), \(found.patients) groups by `\(run.groupColumn)`.
        \(list(run.data.map { "\($0.name): sha256 \($0.sha256)" }))
        - Folds: \(run.folds). Every lesion is scored by models that never saw its patient. sha256 of `folds.csv`: \(run.foldsHash).
        - Columns that tell the answer are never features; left out besides: \(run.excludedColumns.isEmpty ? "none" : run.excludedColumns.joined(separator: ", ")).
        - Missing values are never filled in.

        ## Performance, out of fold

        The intervals cover the sampling of patients, not the randomness of training. The stack learns from out-of-fold logits \
        whose models saw other folds of the same labels: the mild second-level leak of all stacking.

        ```
        \(run.metrics)
        ```

        | wanted sensitivity | specificity | PPV | flags per 1,000 lesions | number needed to examine |
        |---|---|---|---|---|
        \(operatingPoints)

        \(retrieval) Calibration slope \(Number.fixed(found.probabilities.calibration.slope, 2)), calibration in the large \
        \(Number.fixed(found.probabilities.calibration.calibrationInTheLarge, 2)).

        ## Performance in groups

        \(groups)

        ## Limits and risks

        - No other hospital, camera or population was tested unless the folds hold hospitals out. Scores there are expected to be lower.
        - The probability is calibrated to this cohort's share of malignant lesions.
        - \(found.failures.missedCount) of \(found.malignant) malignant lesions are missed at the threshold for 90 % sensitivity.
        - Skin tone is known by a proxy only; groups with few malignant lesions are groups that nothing is known about.
        - Evolution over time (the E of ABCDE) is not computed: it needs several visits.
        - Automation bias: a low score must not end a look at a lesion that worries someone.
        - Features, embeddings and scores of patients are personal data; keep the run as you keep the cohort.
        - The licence of the training data may forbid commercial use of what was trained on it (SLICE-3D: CC BY-NC 4.0).

        ## More

        `report.html` has figures, intervals and failures; `CHECKLIST.md` has the TRIPOD+AI and CLAIM items.

        """
    }

    private func list(_ lines: [String]) -> String {
        lines.isEmpty ? "- No notes." : lines.map { "- \($0)" }.joined(separator: "\n")
    }

    private var operatingPoints: String {
        found.screening.rows.map { row in
            "| \(Number.fixed(row.target, 2)) | \(Number.fixed(row.point.specificity, 3)) | \(Number.percent(row.screening.positivePredictiveValue)) | \(Number.readable(row.screening.flagsPerThousand)) | \(Number.readable(row.screening.numberNeededToExamine)) |"
        }.joined(separator: "\n")
    }

    private var retrieval: String {
        found.screening.retrieval[0].lists.first { $0.length == 15 }.map {
            "Among a patient's 15 highest scores stand \(Number.percent($0.meanShare)) of the malignant lesions (mean over patients who have any)."
        } ?? ""
    }

    private var groups: String {
        guard let categories = found.subgroups?.categories else {
            return "The cohort has no column that groups lesions."
        }
        let rows = categories.flatMap { category in
            category.levels.map { level in
                let auc =
                    level.auc.map {
                        Number.interval($0.value, $0.interval.low, $0.interval.high, decimals: 3)
                    } ?? "too few"
                return "| \(category.name) | \(level.name) | \(level.lesions) | \(level.malignant) | \(auc) |"
            }
        }
        return """
            | divided by | group | lesions | malignant | AUC |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            Groups with fewer than \(SubgroupFindings.fewestMalignant) malignant lesions have no AUC; those with fewer than \
            \(CategoryRates.smallestCell) lesions or patients are left out.
            """
    }
}
