import Diagnostics
import Testing

@testable import Synthesis

@Suite("The plan of a cohort")
struct CohortPlanTests {
    @Test(
        "Numbers are exactly those asked for",
        arguments: [(1, 1, 0), (1, 1, 1), (3, 3, 3), (2, 100, 7), (50, 60, 60), (300, 9_000, 120)]
    )
    func counts(patients: Int, lesions: Int, malignant: Int) {
        let plan = CohortPlan(SyntheticCohortConfiguration(patients: patients, lesions: lesions, malignant: malignant))
        #expect(plan.patients.count == patients)
        #expect(plan.entries.count == lesions)
        #expect(plan.entries.count { plan.isMalignant($0) } == malignant)
        #expect(plan.patients.allSatisfy { $0.lesionCount >= 1 && $0.malignantCount <= $0.lesionCount })
        #expect(Set(plan.entries.map { [$0.patient, $0.lesion] }).count == lesions)
        #expect(Set(plan.patients.map(\.identifier)).count == patients)
    }

    @Test("Identifiers rise and are unique")
    func identifiers() {
        let plan = CohortPlan(SyntheticCohortConfiguration(patients: 20, lesions: 5_000, malignant: 5))
        #expect(zip(plan.entries, plan.entries.dropFirst()).allSatisfy { $0.number < $1.number })
        #expect(plan.entries.allSatisfy { $0.identifier.count == 12 })
    }

    @Test("Sizes of patients are those of the real cohort")
    func sizes() {
        let plan = CohortPlan(SyntheticCohortConfiguration(patients: 1_042, lesions: 401_059, malignant: 393))
        let sizes = plan.patients.map(\.lesionCount).sorted()
        #expect((180...300).contains(sizes[521]), "median \(sizes[521]), real 241")
        #expect((85...150).contains(sizes[260]), "lower quartile \(sizes[260]), real 115")
        #expect((380...580).contains(sizes[781]), "upper quartile \(sizes[781]), real 477")
        let affected = plan.patients.filter { $0.malignantCount > 0 }
        #expect((210...310).contains(affected.count), "\(affected.count) patients with malignant lesions, real 259")
        let rows = Double(affected.reduce(0) { $0 + $1.lesionCount }) / 401_059
        #expect((0.28...0.5).contains(rows), "they hold \(rows) of the rows, real 0.389")
        #expect((plan.patients.map(\.malignantCount).max() ?? 0) <= 20)
    }

    @Test("A few malignant lesions lie on as many patients", arguments: [5, 12, 20])
    func fewMalignant(count: Int) {
        let plan = CohortPlan(SyntheticCohortConfiguration(patients: 40, lesions: 800, malignant: count))
        #expect(plan.patients.count { $0.malignantCount > 0 } == count)
    }

    @Test("Both splits get malignant lesions where two patients have some", arguments: 0..<10 as Range<UInt64>)
    func split(seed: UInt64) {
        let configuration = SyntheticCohortConfiguration(
            patients: 10,
            lesions: 100,
            malignant: 2,
            seed: seed,
            testFraction: 0.2
        )
        let plan = CohortPlan(configuration)
        let test = plan.patients.filter(\.isTest)
        #expect(test.count == 2)
        #expect(test.reduce(0) { $0 + $1.malignantCount } == 1)
    }

    @Test(
        "What cannot be is refused with one sentence",
        arguments: [
            (SyntheticCohortConfiguration(patients: 0, lesions: 5, malignant: 0), "too few patients"),
            (SyntheticCohortConfiguration(patients: 6, lesions: 5, malignant: 0), "every patient needs a lesion"),
            (
                SyntheticCohortConfiguration(patients: 2, lesions: 5, malignant: 6),
                "more malignant lesions than lesions"
            ),
            (SyntheticCohortConfiguration(patients: 2, lesions: 5, malignant: -1), "too few malignant lesions"),
            (SyntheticCohortConfiguration(patients: 2, lesions: 10_000_000, malignant: 1), "too many lesions"),
            (
                SyntheticCohortConfiguration(patients: 2, lesions: 5, malignant: 1, testFraction: 1),
                "the share of test patients is out of range"
            ),
            (
                SyntheticCohortConfiguration(patients: 2, lesions: 5, malignant: 1, testFraction: .nan),
                "the share of test patients is out of range"
            ),
            (
                SyntheticCohortConfiguration(patients: 1, lesions: 5, malignant: 1, testFraction: 0.5),
                "too few patients for a test split"
            ),
        ]
    )
    func refused(configuration: SyntheticCohortConfiguration, what: String) throws {
        let error = try #require(throws: SynthesisError.self) { try configuration.validate() }
        #expect(error.problem.what == what)
        #expect(error.category == .usage)
    }
}
