"""The columns and the formulas of the base family, the same for pandas and polars."""

import math

EPSILON = 1e-5
RAW = """age_approx clin_size_long_diam_mm tbp_lv_A tbp_lv_Aext tbp_lv_B tbp_lv_Bext tbp_lv_C tbp_lv_Cext tbp_lv_H tbp_lv_Hext
tbp_lv_L tbp_lv_Lext tbp_lv_areaMM2 tbp_lv_area_perim_ratio tbp_lv_color_std_mean tbp_lv_deltaA tbp_lv_deltaB tbp_lv_deltaL
tbp_lv_deltaLB tbp_lv_deltaLBnorm tbp_lv_eccentricity tbp_lv_minorAxisMM tbp_lv_nevi_confidence tbp_lv_norm_border
tbp_lv_norm_color tbp_lv_perimeterMM tbp_lv_radial_color_std_max tbp_lv_stdL tbp_lv_stdLExt tbp_lv_symm_2axis
tbp_lv_symm_2axis_angle tbp_lv_x tbp_lv_y tbp_lv_z""".split()
CATEGORIES = "sex anatom_site_general tbp_tile_type tbp_lv_location tbp_lv_location_simple attribution".split()
MISSING_LEVEL = {"sex", "anatom_site_general"}


def engineered(column, square_root, logarithm, arc_tangent, absolute):
    """The 42 engineered features as expressions of a library: `column(name)` reads a column."""
    age, d, m = column("age_approx"), column("clin_size_long_diam_mm"), column("tbp_lv_minorAxisMM")
    area, perimeter = column("tbp_lv_areaMM2"), column("tbp_lv_perimeterMM")
    hue, hue_ext, light, light_ext = (column(f"tbp_lv_{n}") for n in ("H", "Hext", "L", "Lext"))
    a, a_ext, b, b_ext = (column(f"tbp_lv_{n}") for n in ("A", "Aext", "B", "Bext"))
    da, db, dl, norm = (column(f"tbp_lv_{n}") for n in ("deltaA", "deltaB", "deltaL", "deltaLBnorm"))
    border, colour, sym = (column(f"tbp_lv_{n}") for n in ("norm_border", "norm_color", "symm_2axis"))
    spread, radial = column("tbp_lv_color_std_mean"), column("tbp_lv_radial_color_std_max")
    ecc, std, std_ext = (column(f"tbp_lv_{n}") for n in ("eccentricity", "stdL", "stdLExt"))
    apr, nevi = column("tbp_lv_area_perim_ratio"), column("tbp_lv_nevi_confidence")
    x, y, z = (column(f"tbp_lv_{n}") for n in "xyz")
    distance = square_root(x**2 + y**2 + z**2)
    return {
        "lesion_size_ratio": m / d,
        "lesion_shape_index": area / perimeter**2,
        "hue_contrast": absolute(hue - hue_ext),
        "luminance_contrast": absolute(light - light_ext),
        "lesion_color_difference": square_root(da**2 + db**2 + dl**2),
        "border_complexity": border + sym,
        "color_uniformity": spread / (radial + EPSILON),
        "position_distance_3d": distance,
        "perimeter_to_area_ratio": perimeter / area,
        "area_to_perimeter_ratio": area / perimeter,
        "lesion_visibility_score": norm + colour,
        "symmetry_border_consistency": sym * border,
        "consistency_symmetry_border": sym * border / (sym + border),
        "color_consistency": std / light_ext,
        "consistency_color": std * light_ext / (std + light_ext),
        "size_age_interaction": d * age,
        "hue_color_std_interaction": hue * spread,
        "lesion_severity_index": (border + colour + ecc) / 3,
        "shape_complexity_index": border + sym + area / perimeter**2,
        "color_contrast_index": da + db + dl + norm,
        "log_lesion_area": logarithm(area + 1),
        "normalized_lesion_size": d / age,
        "mean_hue_difference": (hue + hue_ext) / 2,
        "std_dev_contrast": square_root((da**2 + db**2 + dl**2) / 3),
        "color_shape_composite_index": (spread + apr + sym) / 3,
        "lesion_orientation_3d": arc_tangent(y, x),
        "overall_color_difference": (da + db + dl) / 3,
        "symmetry_perimeter_interaction": sym * perimeter,
        "comprehensive_lesion_index": (apr + ecc + colour + sym) / 4,
        "color_variance_ratio": spread / std_ext,
        "border_color_interaction": border * colour,
        "border_color_interaction_2": border * colour / (border + colour),
        "size_color_contrast_ratio": d / norm,
        "age_normalized_nevi_confidence": nevi / age,
        "age_normalized_nevi_confidence_2": square_root(d**2 + age**2),
        "color_asymmetry_index": radial * sym,
        "volume_approximation_3d": area * distance,
        "color_range": absolute(light - light_ext) + absolute(a - a_ext) + absolute(b - b_ext),
        "shape_color_consistency": ecc * spread,
        "border_length_ratio": perimeter / (2 * math.pi * square_root(area / math.pi)),
        "age_size_symmetry_index": age * d * sym,
        "index_age_size_symmetry": age * area * sym,
    }
