"""Writes lesions.csv, hostile rows included, and golden.csv, the 200 base features of these rows by pandas.

Run in a Python environment with numpy==2.3.4 and pandas==2.3.3:

    python make_features.py

Formulas: the public ISIC 2024 feature set. What pandas leaves to its user is decided as Cygnet documents it: an input that
is not finite is missing, a result that is not finite is missing, a standard deviation needs two values. The levels of the
categories are those of the rows before the patients whose names begin with NEW_.
"""

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent
EPSILON = 1e-5

RAW = """age_approx clin_size_long_diam_mm tbp_lv_A tbp_lv_Aext tbp_lv_B tbp_lv_Bext tbp_lv_C tbp_lv_Cext tbp_lv_H tbp_lv_Hext
tbp_lv_L tbp_lv_Lext tbp_lv_areaMM2 tbp_lv_area_perim_ratio tbp_lv_color_std_mean tbp_lv_deltaA tbp_lv_deltaB tbp_lv_deltaL
tbp_lv_deltaLB tbp_lv_deltaLBnorm tbp_lv_eccentricity tbp_lv_minorAxisMM tbp_lv_nevi_confidence tbp_lv_norm_border
tbp_lv_norm_color tbp_lv_perimeterMM tbp_lv_radial_color_std_max tbp_lv_stdL tbp_lv_stdLExt tbp_lv_symm_2axis
tbp_lv_symm_2axis_angle tbp_lv_x tbp_lv_y tbp_lv_z""".split()

LEVELS = {
    "sex": ["female", "male"],
    "anatom_site_general": ["anterior torso", "head/neck", "lower extremity", "posterior torso", "upper extremity"],
    "tbp_tile_type": ["3D: XP", "3D: white"],
    "tbp_lv_location": [
        "Head & Neck", "Left Arm", "Left Arm - Lower", "Left Arm - Upper", "Left Leg", "Left Leg - Lower",
        "Left Leg - Upper", "Right Arm", "Right Arm - Lower", "Right Arm - Upper", "Right Leg", "Right Leg - Lower",
        "Right Leg - Upper", "Torso Back", "Torso Back Bottom Third", "Torso Back Middle Third", "Torso Back Top Third",
        "Torso Front", "Torso Front Bottom Half", "Torso Front Top Half", "Unknown",
    ],
    "tbp_lv_location_simple": [
        "Head & Neck", "Left Arm", "Left Leg", "Right Arm", "Right Leg", "Torso Back", "Torso Front", "Unknown",
    ],
    "attribution": [
        "ACEMID MIA",
        "Department of Dermatology, Hospital Clínic de Barcelona",
        "Department of Dermatology, University of Athens, Andreas Syggros Hospital of Skin and Venereal Diseases, "
        "Alexander Stratigos, Konstantinos Liopyris",
        "Frazer Institute, The University of Queensland, Dermatology Research Centre",
        "Memorial Sloan Kettering Cancer Center",
        "University Hospital of Basel",
        "ViDIR Group, Department of Dermatology, Medical University of Vienna",
    ],
}
MISSING_LEVEL = {"sex", "anatom_site_general"}


def believable(rows: int, generator: np.random.Generator) -> pd.DataFrame:
    """Rows that keep the exact relations between the real columns."""
    size = np.exp(generator.normal(1.3, 0.35, rows)).round(2) + 1
    lesions = pd.DataFrame({"age_approx": generator.integers(1, 18, rows) * 5.0, "clin_size_long_diam_mm": size})
    for axis, mean, spread in [("A", 15, 3), ("B", 27, 4), ("L", 51, 10)]:
        lesions[f"tbp_lv_{axis}ext"] = generator.normal(mean, spread, rows).round(5)
    for axis, mean, spread in [("A", 5, 2.6), ("B", 1.4, 2.2), ("L", -8.9, 3.4)]:
        lesions[f"tbp_lv_delta{axis}"] = generator.normal(mean, spread, rows).round(5)
        lesions[f"tbp_lv_{axis}"] = lesions[f"tbp_lv_{axis}ext"] + lesions[f"tbp_lv_delta{axis}"]
    for where in ["", "ext"]:
        a, b = lesions[f"tbp_lv_A{where}"], lesions[f"tbp_lv_B{where}"]
        lesions[f"tbp_lv_C{where}"] = np.hypot(a, b)
        lesions[f"tbp_lv_H{where}"] = np.degrees(np.arctan2(b, a))
    lesions["tbp_lv_minorAxisMM"] = (size * generator.uniform(0.4, 0.95, rows)).round(4)
    lesions["tbp_lv_areaMM2"] = (np.pi / 4 * size * lesions["tbp_lv_minorAxisMM"] * 53.29).round() / 53.29
    lesions["tbp_lv_perimeterMM"] = (size * generator.uniform(2.6, 3.6, rows)).round(4)
    lesions["tbp_lv_area_perim_ratio"] = lesions["tbp_lv_perimeterMM"] ** 2 / lesions["tbp_lv_areaMM2"]
    lesions["tbp_lv_color_std_mean"] = generator.gamma(2, 0.5, rows).round(6)
    lesions["tbp_lv_radial_color_std_max"] = generator.gamma(2, 0.5, rows).round(6)
    lesions["tbp_lv_norm_color"] = (
        1.46929 * lesions["tbp_lv_color_std_mean"] + 1.528119 * lesions["tbp_lv_radial_color_std_max"]
    ).clip(upper=10)
    lesions["tbp_lv_deltaLB"] = np.hypot(lesions["tbp_lv_deltaL"], lesions["tbp_lv_deltaB"]) + 0.2
    lesions["tbp_lv_deltaLBnorm"] = (3 + generator.gamma(3, 1.5, rows)).round(5)
    lesions["tbp_lv_eccentricity"] = np.sqrt(1 - (lesions["tbp_lv_minorAxisMM"] / size) ** 2)
    lesions["tbp_lv_nevi_confidence"] = generator.choice([1.4e-9, 0.1, 14.4, 99.99, 100.0], rows)
    lesions["tbp_lv_norm_border"] = generator.uniform(0.6, 10, rows).round(5)
    lesions["tbp_lv_stdL"] = generator.gamma(3, 0.9, rows).round(5)
    lesions["tbp_lv_stdLExt"] = generator.gamma(9, 0.25, rows).round(5)
    lesions["tbp_lv_symm_2axis"] = generator.uniform(0.05, 0.9, rows).round(6)
    lesions["tbp_lv_symm_2axis_angle"] = generator.integers(0, 36, rows) * 5
    lesions["tbp_lv_x"] = generator.normal(-3, 197, rows).round(4)
    lesions["tbp_lv_y"] = generator.normal(1040, 400, rows).round(4)
    lesions["tbp_lv_z"] = generator.normal(56, 88, rows).round(4)
    return lesions


def make_lesions() -> pd.DataFrame:
    generator = np.random.default_rng(20240906)
    patients = (
        ["IP_BIG"] * 14 + ["IP_PAIR"] * 2 + ["IP_SINGLE"] + ["IP_ALIKE"] * 3 + ["IP_AGELESS"] * 3 + ["IP_ONE_AGE"] * 3
        + ["IP_ZERO"] * 4 + ["IP_HOSTILE"] * 6 + ["NEW_MANY"] * 3 + ["NEW_SINGLE"]
    )
    rows = len(patients)
    lesions = believable(rows, generator)
    lesions.insert(0, "isic_id", [f"ISIC_{position:07d}" for position in range(rows)])
    lesions.insert(1, "patient_id", patients)
    for column, levels in LEVELS.items():
        # Every level occurs before the new patients do.
        lesions[column] = [levels[position % len(levels)] for position in range(rows)]
    lesions = lesions[["isic_id", "patient_id", *LEVELS, *RAW]]

    def rows_of(patient: str) -> list[int]:
        return [position for position, name in enumerate(patients) if name == patient]

    def put(row: int, **values: float) -> None:
        for column, value in values.items():
            lesions.loc[row, column if column in lesions else f"tbp_lv_{column}"] = value

    alike = rows_of("IP_ALIKE")
    for column in RAW:
        lesions[column] = lesions[column].astype(float)
        lesions.loc[alike, column] = lesions.loc[alike[0], column]
    put(alike[2], y=1172.8125, z=-8.96265)
    lesions.loc[rows_of("IP_AGELESS"), ["age_approx", "sex"]] = [np.nan, None]
    lesions.loc[rows_of("IP_ONE_AGE")[1:], "age_approx"] = np.nan
    lesions.loc[rows_of("IP_ONE_AGE")[1], "anatom_site_general"] = None
    zero = rows_of("IP_ZERO")
    put(zero[0], radial_color_std_max=0, color_std_mean=0, norm_color=0, norm_border=0, symm_2axis=0)
    put(zero[1], clin_size_long_diam_mm=0, areaMM2=0, perimeterMM=0, age_approx=0)
    put(zero[2], Lext=0, stdL=0, stdLExt=0, deltaLBnorm=0)
    put(zero[3], x=0, y=0, z=0, deltaA=0, deltaB=0, deltaL=0)
    hostile = rows_of("IP_HOSTILE")
    put(hostile[0], H=np.inf, x=-np.inf)
    put(hostile[1], areaMM2=-4.5)
    put(hostile[2], areaMM2=-1.0, symm_2axis=2.0, norm_border=-2.0)
    put(hostile[3], perimeterMM=1e300)
    put(hostile[4], deltaLBnorm=1e-300, y=1e39)
    put(hostile[5], L=np.nan, deltaB=np.nan, symm_2axis_angle=np.nan)
    lesions.loc[rows_of("NEW_MANY")[0], ["attribution", "anatom_site_general", "sex"]] = ["FNQH Cairns", "toe", "other"]
    lesions.loc[rows_of("NEW_MANY")[1], ["tbp_tile_type", "tbp_lv_location", "attribution"]] = None
    return lesions


def engineer(lesions: pd.DataFrame) -> pd.DataFrame:
    f = lesions[RAW].replace([np.inf, -np.inf], np.nan)
    age, d, area, perimeter = f["age_approx"], f["clin_size_long_diam_mm"], f["tbp_lv_areaMM2"], f["tbp_lv_perimeterMM"]
    hue, hue_ext, light, light_ext = f["tbp_lv_H"], f["tbp_lv_Hext"], f["tbp_lv_L"], f["tbp_lv_Lext"]
    da, db, dl, norm = f["tbp_lv_deltaA"], f["tbp_lv_deltaB"], f["tbp_lv_deltaL"], f["tbp_lv_deltaLBnorm"]
    border, colour, sym = f["tbp_lv_norm_border"], f["tbp_lv_norm_color"], f["tbp_lv_symm_2axis"]
    spread, radial, ecc = f["tbp_lv_color_std_mean"], f["tbp_lv_radial_color_std_max"], f["tbp_lv_eccentricity"]
    std, std_ext, apr = f["tbp_lv_stdL"], f["tbp_lv_stdLExt"], f["tbp_lv_area_perim_ratio"]
    x, y, z = f["tbp_lv_x"], f["tbp_lv_y"], f["tbp_lv_z"]
    distance = np.sqrt(x**2 + y**2 + z**2)
    new = {
        "lesion_size_ratio": f["tbp_lv_minorAxisMM"] / d,
        "lesion_shape_index": area / perimeter**2,
        "hue_contrast": (hue - hue_ext).abs(),
        "luminance_contrast": (light - light_ext).abs(),
        "lesion_color_difference": np.sqrt(da**2 + db**2 + dl**2),
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
        "shape_complexity_index": (border + sym) + area / perimeter**2,
        "color_contrast_index": da + db + dl + norm,
        "log_lesion_area": np.log(area + 1),
        "normalized_lesion_size": d / age,
        "mean_hue_difference": (hue + hue_ext) / 2,
        "std_dev_contrast": np.sqrt((da**2 + db**2 + dl**2) / 3),
        "color_shape_composite_index": (spread + apr + sym) / 3,
        "lesion_orientation_3d": np.arctan2(y, x),
        "overall_color_difference": (da + db + dl) / 3,
        "symmetry_perimeter_interaction": sym * perimeter,
        "comprehensive_lesion_index": (apr + ecc + colour + sym) / 4,
        "color_variance_ratio": spread / std_ext,
        "border_color_interaction": border * colour,
        "border_color_interaction_2": border * colour / (border + colour),
        "size_color_contrast_ratio": d / norm,
        "age_normalized_nevi_confidence": f["tbp_lv_nevi_confidence"] / age,
        "age_normalized_nevi_confidence_2": np.sqrt(d**2 + age**2),
        "color_asymmetry_index": radial * sym,
        "volume_approximation_3d": area * distance,
        "color_range": (light - light_ext).abs()
        + (f["tbp_lv_A"] - f["tbp_lv_Aext"]).abs()
        + (f["tbp_lv_B"] - f["tbp_lv_Bext"]).abs(),
        "shape_color_consistency": ecc * spread,
        "border_length_ratio": perimeter / (2 * np.pi * np.sqrt(area / np.pi)),
        "age_size_symmetry_index": age * d * sym,
        "index_age_size_symmetry": age * area * sym,
    }
    return pd.concat([f, pd.DataFrame(new)], axis=1).replace([np.inf, -np.inf], np.nan)


def make_features(lesions: pd.DataFrame) -> pd.DataFrame:
    numbers = engineer(lesions)
    groups = numbers.groupby(lesions["patient_id"])
    mean, deviation = groups.transform("mean"), groups.transform("std")
    relative = (numbers - mean) / (deviation + EPSILON)
    relative = relative.where(np.isfinite(mean) & np.isfinite(deviation)).add_suffix("_patient_norm")
    count = lesions.groupby("patient_id")["isic_id"].transform("size").rename("count_per_patient")
    known = lesions[~lesions["patient_id"].str.startswith("NEW_")]
    indicators = {}
    for column in LEVELS:
        for level in sorted(known[column].dropna().unique()):
            indicators[f"{column}={level}"] = (lesions[column] == level).astype(int)
        if column in MISSING_LEVEL:
            indicators[f"{column}=missing"] = lesions[column].isna().astype(int)
    return pd.concat([numbers, relative, count, pd.DataFrame(indicators)], axis=1)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        lesions = make_lesions()
        features = make_features(lesions)
    assert features.shape[1] == 200, features.shape
    lesions.to_csv(FOLDER / "lesions.csv", index=False)
    features.insert(0, "isic_id", lesions["isic_id"])
    features.to_csv(FOLDER / "golden.csv", index=False)
