import Testing

@testable import Pipeline

/// The family of a feature, by its name.
@Suite struct FeatureFamiliesTests {
    private let families = FeatureFamilies(models: ["convnextv2_nano"], embeddings: ["tf_efficientnet_lite0", "mine"])

    @Test(
        arguments: [
            ("tbp_lv_H", "measurements as they are"), ("age_approx", "measurements as they are"),
            ("hue_contrast", "formulas of measurements"),
            ("tbp_lv_H_patient_norm", "compared with the patient's other lesions"),
            ("tbp_lv_H_patient_rank", "compared with the patient's other lesions"),
            ("tbp_lv_H_location_simple_norm", "compared with the patient's other lesions"),
            ("ud_max_severity_patient", "compared with the patient's other lesions"),
            ("local_outlier_factor", "compared with the patient's other lesions"),
            ("tbp_lv_H_hospital_norm", "compared with the hospital's other lesions"),
            ("count_per_patient", "the patient's lesions as a whole"),
            ("tbp_lv_H_patient_mean", "the patient's lesions as a whole"),
            ("attribution=Barcelona", "sex, site, hospital, tile type"), ("te_sex", "sex, site, hospital, tile type"),
            ("px_deltaL_patient_norm", "measured on the pixels"),
            ("convnextv2_nano_logit_rank", "scores of convnextv2_nano"),
            ("convnextv2_nano embedding", "embedding by convnextv2_nano"), ("mine embedding", "embedding by mine"),
        ]
    )
    func `A name belongs to one family`(feature: String, family: String) {
        #expect(families.name(of: feature) == family)
    }
}
