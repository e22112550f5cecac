import Tables
import TestSupport
import Testing

@testable import Features

/// The worked numbers of the study guide's question on the ugly duckling.
@Suite struct StudyGuideTests {
    /// Twelve lesions; the last one's area is 25 mm^2.
    private func lastScore(areas: [Double]) throws -> Double {
        let table = try Table([(name: "tbp_lv_areaMM2", column: .double(areas))])
        let patient = TextColumn(areas.map { _ in "IP_0000001" })
        let fitted = try PatientFeatureTransformer().fit(table, groups: patient)
        let column = try #require(fitted.featureNames.firstIndex(of: "tbp_lv_areaMM2_patient_norm"))
        return try fitted.columns(of: table, groups: patient, as: Double.self)[column][areas.count - 1]
    }

    @Test func `A 25 mm^2 lesion of a patient with mean 10 and sd 5 scores (25 - 10) / 5 = 3.0`() throws {
        let score = try lastScore(areas: [5, 7, 8, 8, 8, 8.5, 10.5, 11, 9.5, 9.5, 10, 25])
        #expect(abs(score - 3.0) < 1e-5)
        // Exactly, the epsilon of 1e-5 beside the standard deviation takes two millionths off the guide's number.
        #expect(Tolerance(relative: 1e-14).accepts(score, (25 - 10) / (5 + 1e-5)))
    }

    @Test func `The same lesion of a patient with mean 22 and sd 5 scores 0.6`() throws {
        let score = try lastScore(areas: [33, 11, 18.5, 24.5, 20, 22.5, 21.5, 22.5, 21.5, 22.5, 21.5, 25])
        #expect(abs(score - 0.6) < 2e-6)
        #expect(Tolerance(relative: 1e-13).accepts(score, (25 - 22) / (5 + 1e-5)))
    }

    @Test func `A to D are tagged in the catalogue, and E is said to be left out`() throws {
        let criteria = Dictionary(
            uniqueKeysWithValues: FeatureCatalogue.entries().map { ($0.name, $0.criteria) }
        )
        #expect(criteria["tbp_lv_symm_2axis"] == [.asymmetry])
        #expect(criteria["tbp_lv_norm_border"] == [.border])
        #expect(criteria["tbp_lv_color_std_mean_patient_norm"] == [.colour])
        #expect(criteria["clin_size_long_diam_mm"] == [.diameter])
        #expect(criteria["age_approx"] == [])
        #expect(ABCDCriterion.allCases.map(\.rawValue) == ["A", "B", "C", "D"])
        #expect(FeatureCatalogue.evolutionNote.contains("E (evolution) of the ABCDE rule is not computed"))
    }
}
