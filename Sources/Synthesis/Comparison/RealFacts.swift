/// What is published of the real cohort's numbers, to compare a synthetic cohort with.
///
/// Source: the tables of the public ISIC 2024 / SLICE-3D training data (401,059 lesions of 1,042 patients, 393 of them
/// malignant). Categories are in `RealWorld`.
enum RealFacts {
    /// One column of numbers over all lesions.
    struct Marginal: Sendable {
        let column: String
        let mean: Double
        let deviation: Double
        /// The 25 %, 50 % and 75 % quantiles.
        let quartiles: [Double]

        init(_ column: String, _ mean: Double, _ deviation: Double, _ quartiles: [Double]) {
            self.column = column
            self.mean = mean
            self.deviation = deviation
            self.quartiles = quartiles
        }
    }

    static let lesions = 401_059
    static let patients = 1_042
    /// Quartiles of the number of lesions per patient.
    static let patientSizes = [115, 241.5, 477.5]
    /// Patients with a malignant lesion, and the share of all lesions that these patients have.
    static let affectedPatients = 259.0
    static let shareOfAffectedPatients = 0.38898
    /// The share of the variance of the 34 columns, standardised, that their first principal component explains.
    static let firstComponent = 0.2445

    static let marginals = [
        Marginal("age_approx", 58.012986, 13.596165, [50, 60, 70]),
        Marginal("clin_size_long_diam_mm", 3.930827, 1.743068, [2.84, 3.37, 4.38]),
        Marginal("tbp_lv_A", 19.974007, 3.999489, [17.330821, 19.80191, 22.304628]),
        Marginal("tbp_lv_Aext", 14.919247, 3.529384, [12.46974, 14.71393, 17.137175]),
        Marginal("tbp_lv_B", 28.281706, 5.278676, [24.704372, 28.17157, 31.637429]),
        Marginal("tbp_lv_Bext", 26.913015, 4.482994, [23.848125, 26.701704, 29.679913]),
        Marginal("tbp_lv_C", 34.786341, 5.708469, [31.003148, 34.82258, 38.430298]),
        Marginal("tbp_lv_Cext", 30.921279, 4.829345, [27.658285, 30.804893, 33.963868]),
        Marginal("tbp_lv_H", 54.653689, 5.520849, [51.566273, 55.035632, 58.298184]),
        Marginal("tbp_lv_Hext", 60.996869, 5.631909, [57.29763, 61.109173, 64.905025]),
        Marginal("tbp_lv_L", 42.289976, 10.864572, [34.303345, 42.34377, 50.405051]),
        Marginal("tbp_lv_Lext", 51.199529, 12.100527, [42.274506, 51.425557, 60.495607]),
        Marginal("tbp_lv_areaMM2", 8.539975, 9.679312, [4.109589, 5.68587, 9.11991]),
        Marginal("tbp_lv_area_perim_ratio", 19.084517, 5.357863, [15.426205, 17.42395, 21.01134]),
        Marginal("tbp_lv_color_std_mean", 1.070408, 0.762918, [0.574909, 0.931402, 1.412154]),
        Marginal("tbp_lv_deltaA", 5.05476, 2.642928, [3.413108, 4.643926, 6.274246]),
        Marginal("tbp_lv_deltaB", 1.368691, 2.215871, [0.11103, 1.593945, 2.850638]),
        Marginal("tbp_lv_deltaL", -8.909552, 3.463362, [-10.67547, -8.132223, -6.397103]),
        Marginal("tbp_lv_deltaLB", 9.455766, 3.466703, [6.952377, 8.699932, 11.243486]),
        Marginal("tbp_lv_deltaLBnorm", 7.538922, 2.404951, [5.74816, 6.94632, 8.748403]),
        Marginal("tbp_lv_eccentricity", 0.741238, 0.143857, [0.656627, 0.768215, 0.853175]),
        Marginal("tbp_lv_minorAxisMM", 2.539773, 1.173169, [1.812707, 2.265201, 2.905918]),
        Marginal("tbp_lv_nevi_confidence", 38.520265, 41.480936, [0.109819, 14.408514, 87.791395]),
        Marginal("tbp_lv_norm_border", 3.451523, 1.724557, [2.143836, 2.996933, 4.358399]),
        Marginal("tbp_lv_norm_color", 3.09159, 2.044813, [1.728774, 2.764664, 4.120246]),
        Marginal("tbp_lv_perimeterMM", 11.878891, 5.919302, [8.338364, 10.01544, 13.2091]),
        Marginal("tbp_lv_radial_color_std_max", 1.016459, 0.734631, [0.563891, 0.902281, 1.334523]),
        Marginal("tbp_lv_stdL", 2.71519, 1.738165, [1.45657, 2.186693, 3.474565]),
        Marginal("tbp_lv_stdLExt", 2.238605, 0.623884, [1.834745, 2.149758, 2.531443]),
        Marginal("tbp_lv_symm_2axis", 0.306823, 0.125038, [0.211429, 0.282297, 0.382022]),
        Marginal("tbp_lv_symm_2axis_angle", 86.332073, 52.559511, [40, 90, 130]),
        Marginal("tbp_lv_x", -3.091862, 197.257995, [-147.022125, -5.747253, 140.474835]),
        Marginal("tbp_lv_y", 1039.598221, 409.819653, [746.519673, 1172.803, 1342.13154]),
        Marginal("tbp_lv_z", 55.823389, 87.968245, [-8.962647, 67.957947, 126.611567]),
        Marginal("tbp_lv_dnn_lesion_confidence", 97.162204, 8.995782, [99.668824, 99.994588, 99.99996]),
    ]

    /// Means by class.
    static let classMeans: [(column: String, benign: Double, malignant: Double)] = [
        ("tbp_lv_H", 54.6614, 46.7415),
        ("tbp_lv_deltaB", 1.3711, -1.1125),
        ("tbp_lv_Hext", 61.0026, 55.1218),
        ("tbp_lv_B", 28.2861, 23.8379),
        ("tbp_lv_stdLExt", 2.2381, 2.7582),
        ("tbp_lv_color_std_mean", 1.0698, 1.6616),
        ("tbp_lv_Aext", 14.9167, 17.5344),
        ("tbp_lv_A", 19.9715, 22.5009),
        ("tbp_lv_deltaLBnorm", 7.5378, 8.704),
        ("tbp_lv_Bext", 26.9149, 24.9504),
        ("tbp_lv_stdL", 2.7145, 3.4183),
        ("tbp_lv_deltaLB", 9.4544, 10.8103),
        ("tbp_lv_areaMM2", 8.5263, 22.4906),
        ("tbp_lv_perimeterMM", 11.8722, 18.7185),
        ("tbp_lv_minorAxisMM", 2.5385, 3.8792),
        ("clin_size_long_diam_mm", 3.929, 5.7498),
        ("tbp_lv_radial_color_std_max", 1.0159, 1.6132),
        ("tbp_lv_norm_color", 3.0902, 4.5452),
        ("tbp_lv_nevi_confidence", 38.5376, 20.8509),
        ("tbp_lv_area_perim_ratio", 19.0829, 20.7309),
        ("tbp_lv_norm_border", 3.4512, 3.8231),
        ("tbp_lv_eccentricity", 0.7413, 0.7169),
        ("tbp_lv_symm_2axis", 0.3068, 0.3171),
        ("tbp_lv_symm_2axis_angle", 86.3306, 87.7863),
        ("tbp_lv_x", -3.075, -19.793),
        ("tbp_lv_y", 1039.471, 1169.484),
        ("tbp_lv_z", 55.845, 33.644),
        ("tbp_lv_dnn_lesion_confidence", 97.18, 81.43),
    ]

    /// Pearson correlations.
    static let correlations: [(first: String, second: String, value: Double)] = [
        ("tbp_lv_deltaL", "tbp_lv_deltaLB", -0.9924),
        ("clin_size_long_diam_mm", "tbp_lv_perimeterMM", 0.965),
        ("tbp_lv_color_std_mean", "tbp_lv_norm_color", 0.9646),
        ("tbp_lv_L", "tbp_lv_Lext", 0.9602),
        ("tbp_lv_norm_color", "tbp_lv_radial_color_std_max", 0.959),
        ("tbp_lv_Bext", "tbp_lv_Cext", 0.94),
        ("tbp_lv_norm_border", "tbp_lv_symm_2axis", 0.9241),
        ("tbp_lv_area_perim_ratio", "tbp_lv_norm_border", 0.9211),
        ("tbp_lv_minorAxisMM", "tbp_lv_perimeterMM", 0.9206),
        ("tbp_lv_B", "tbp_lv_C", 0.9206),
        ("tbp_lv_deltaL", "tbp_lv_stdL", -0.9184),
        ("tbp_lv_areaMM2", "tbp_lv_perimeterMM", 0.9152),
    ]
}
