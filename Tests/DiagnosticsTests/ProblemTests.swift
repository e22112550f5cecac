import Diagnostics
import Testing

@Suite struct ProblemTests {
    @Test func everyPartOfAProblemIsSaidInOneLine() {
        let problem = Problem(
            "a label is neither 0 nor 1",
            at: "train.csv, row 3, column target",
            expected: "0 or 1",
            found: "2",
            remedy: "Mend the row"
        )
        #expect(
            problem.description
                == "train.csv, row 3, column target: a label is neither 0 nor 1; expected 0 or 1, found 2. Mend the row."
        )
    }

    @Test func missingPartsLeaveNoTraces() {
        #expect(Problem("the disk is full").description == "the disk is full.")
        #expect(Problem("it is wrong", found: "2").description == "it is wrong; found 2.")
        #expect(Problem("it is wrong", at: "a.csv").description == "a.csv: it is wrong.")
    }

    @Test func anErrorReadsAsItsProblem() {
        struct Failure: CygnetError {
            let category = ErrorCategory.badData
            let problem = Problem("it is wrong", at: "a.csv")
        }
        #expect("\(Failure())" == "a.csv: it is wrong.")
    }

    @Test func exitCodesAreThoseOfTheContract() {
        let categories: [ErrorCategory] = [.failure, .badData, .qualityGate, .missingResource, .usage, .interrupted]
        #expect(categories.map(\.exitCode) == [1, 2, 3, 4, 64, 130])
    }
}

@Suite struct ProgressTests {
    @Test func eventsReachWhoeverListens() async {
        await confirmation(expectedCount: 2) { heard in
            let progress = Progress { event in
                if case .advanced(_, let completed, _) = event { #expect(completed == 3) }
                heard()
            }
            progress(.started(stage: "folds", total: 3, unit: "fold"))
            progress(.advanced(stage: "folds", completed: 3, note: ""))
        }
        Progress.silent(.message("nobody hears this"))
    }
}
