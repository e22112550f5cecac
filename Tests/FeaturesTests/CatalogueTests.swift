import Cohorts
import Testing

@testable import Features

/// What the base family consists of.
@Suite struct CatalogueTests {
    @Test func `34 columns, 42 engineered features, 76 relative ones and a count`() {
        #expect(RawFeatures.all.count == 34)
        #expect(EngineeredFeatures.all.count == 42)
        let entries = FeatureCatalogue.entries()
        #expect(entries.count == 34 + 42 + 76 + 1 + 6)
        #expect(entries.filter { $0.name.hasSuffix("_patient_norm") }.count == 76)
        #expect(Set(entries.map(\.name)).count == entries.count)
        #expect(entries.allSatisfy { !$0.formula.isEmpty && !$0.unit.isEmpty && !$0.source.isEmpty })
    }

    @Test func `No feature reads a column that would tell the answer`() {
        let transformer = PatientFeatureTransformer()
        #expect(Set(transformer.inputColumns).isDisjoint(with: LeakGuard.leakColumns))
        #expect(!transformer.inputColumns.contains(where: LeakGuard.isLeak))
        #expect(Set(transformer.inputColumns) == Set(ISICSchema.rawNumericColumns + ISICSchema.categoricalColumns))
        #expect(Set(transformer.inputColumns).isSubset(of: ISICSchema.testColumns))
    }

    @Test func `Units are those of the schema, or follow from them`() throws {
        let units = Dictionary(uniqueKeysWithValues: FeatureCatalogue.entries().map { ($0.name, $0.unit) })
        #expect(units["tbp_lv_areaMM2"] == "mm²" && units["tbp_lv_H"] == "°" && units["tbp_lv_eccentricity"] == "1")
        #expect(units["hue_contrast"] == units["tbp_lv_H"])
        #expect(units["age_approx_patient_norm"] == "standard deviations")
    }

    @Test func `Formulas read as they are computed`() throws {
        let formulas = Dictionary(uniqueKeysWithValues: FeatureCatalogue.entries().map { ($0.name, $0.formula) })
        #expect(formulas["tbp_lv_H"] == "tbp_lv_H")
        #expect(formulas["lesion_shape_index"] == "tbp_lv_areaMM2 / tbp_lv_perimeterMM^2")
        #expect(formulas["hue_contrast"] == "abs(tbp_lv_H - tbp_lv_Hext)")
        #expect(
            formulas["lesion_severity_index"] == "(tbp_lv_norm_border + tbp_lv_norm_color + tbp_lv_eccentricity) / 3"
        )
        #expect(formulas["color_uniformity"] == "tbp_lv_color_std_mean / (tbp_lv_radial_color_std_max + 1e-05)")
        #expect(formulas["lesion_orientation_3d"] == "atan2(tbp_lv_y, tbp_lv_x)")
        #expect(formulas["border_length_ratio"] == "tbp_lv_perimeterMM / (2 * pi * sqrt(tbp_lv_areaMM2 / pi))")
        #expect(formulas["log_lesion_area"] == "ln(tbp_lv_areaMM2 + 1)")
        #expect(
            formulas["tbp_lv_A_patient_norm"]
                == "(tbp_lv_A - mean of the patient) / (sd of the patient, n - 1, + 1e-05)"
        )
        #expect(formulas["sex=<value>"] == "1 where sex is <value>, else 0")
    }

    @Test func `Brackets stand where they change the value`() {
        let a = FeatureExpression.column("a")
        let b = FeatureExpression.column("b")
        let c = FeatureExpression.column("c")
        #expect("\(a - (b - c))" == "a - (b - c)")
        #expect("\(a - b - c)" == "a - b - c")
        #expect("\(a / (b / c))" == "a / (b / c)")
        #expect("\((a + b) * c)" == "(a + b) * c")
        #expect("\((a * b).squared / c)" == "(a * b)^2 / c")
        #expect("\(a * b / (a + b))" == "a * b / (a + b)")
        #expect((a * b / (a + b)).columns == ["a", "b"])
    }
}
