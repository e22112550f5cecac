"""Writes extended_lesions.csv, hostile rows included, and extended.parquet, what the extended family adds to the base.

Run in a Python environment with numpy==2.3.4, pandas==2.3.3, pyarrow==22.0.0 and scikit-learn==1.7.2:

    python make_extended.py

Formulas: those of the catalogue (`cygnet features --family extended --describe`), by pandas, and scikit-learn for the local
outlier factor. Values are taken relative to the first of their group before means and deviations are formed: that changes
nothing but rounding, where lesions are almost alike. See also make_features.py.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from make_features import EPSILON, FOLDER, LEVELS, RAW, believable, engineer, make_lesions
from sklearn.neighbors import LocalOutlierFactor

GROUPINGS = {
    "site": "anatom_site_general",
    "location": "tbp_lv_location",
    "location_simple": "tbp_lv_location_simple",
    "tile": "tbp_tile_type",
}
RANKED = [c for c in RAW if c not in ("age_approx", "tbp_lv_symm_2axis_angle")] + """lesion_size_ratio lesion_shape_index
hue_contrast lesion_color_difference border_complexity color_uniformity position_distance_3d perimeter_to_area_ratio
lesion_visibility_score symmetry_border_consistency color_consistency hue_color_std_interaction lesion_severity_index
shape_complexity_index color_contrast_index mean_hue_difference color_shape_composite_index overall_color_difference
comprehensive_lesion_index color_variance_ratio border_color_interaction size_color_contrast_ratio color_asymmetry_index
color_range shape_color_consistency border_length_ratio hue_difference a_outside_ratio b_outside_ratio
lightness_outside_ratio color_change_ratio lesion_complexity_index""".split()
SCORED = """clin_size_long_diam_mm tbp_lv_A tbp_lv_Aext tbp_lv_B tbp_lv_Bext tbp_lv_C tbp_lv_H tbp_lv_Hext tbp_lv_L tbp_lv_Lext
tbp_lv_areaMM2 tbp_lv_area_perim_ratio tbp_lv_color_std_mean tbp_lv_deltaA tbp_lv_deltaB tbp_lv_deltaL tbp_lv_deltaLBnorm
tbp_lv_eccentricity tbp_lv_minorAxisMM tbp_lv_nevi_confidence tbp_lv_norm_border tbp_lv_norm_color tbp_lv_perimeterMM
tbp_lv_radial_color_std_max tbp_lv_stdL tbp_lv_stdLExt tbp_lv_symm_2axis hue_difference color_uniformity
comprehensive_lesion_index""".split()
OUTLIER = """tbp_lv_H hue_contrast age_normalized_nevi_confidence_2 tbp_lv_deltaB color_uniformity tbp_lv_z
clin_size_long_diam_mm tbp_lv_y position_distance_3d tbp_lv_stdLExt mean_hue_difference age_normalized_nevi_confidence
lesion_visibility_score tbp_lv_minorAxisMM tbp_lv_Hext""".split()
SPACES = {
    "colour": """tbp_lv_A tbp_lv_B tbp_lv_L tbp_lv_deltaA tbp_lv_deltaB tbp_lv_deltaL tbp_lv_color_std_mean
    tbp_lv_radial_color_std_max tbp_lv_stdL""".split(),
    "shape": """clin_size_long_diam_mm tbp_lv_minorAxisMM tbp_lv_areaMM2 tbp_lv_perimeterMM tbp_lv_eccentricity
    tbp_lv_norm_border tbp_lv_symm_2axis""".split(),
    "position": ["tbp_lv_x", "tbp_lv_y", "tbp_lv_z"],
}
MEANS = """clin_size_long_diam_mm tbp_lv_areaMM2 tbp_lv_H tbp_lv_Hext tbp_lv_Aext tbp_lv_Bext tbp_lv_Lext tbp_lv_deltaL
tbp_lv_color_std_mean tbp_lv_nevi_confidence tbp_lv_norm_border""".split()
EXTREMES = "clin_size_long_diam_mm tbp_lv_areaMM2 tbp_lv_color_std_mean tbp_lv_norm_border tbp_lv_deltaLBnorm".split()


def make_rows() -> pd.DataFrame:
    """The hostile rows of the base family, and a patient with more lesions than the neighbours that are looked at."""
    generator = np.random.default_rng(20240907)
    many = believable(44, generator)
    many["age_approx"] = np.where(np.arange(44) % 3 == 0, 45.0, 50.0)
    many.insert(0, "isic_id", [f"ISIC_9{position:06d}" for position in range(44)])
    many.insert(1, "patient_id", "IP_MANY")
    for column, levels in LEVELS.items():
        many[column] = generator.choice(levels[:4], 44)
    many.loc[5, "anatom_site_general"] = many.loc[9, "anatom_site_general"] = None
    # A lesion that was recorded twice, and one without a hue.
    copied = [column for column in many if column != "isic_id"]
    many.loc[8, copied] = many.loc[7, copied]
    many.loc[20, "tbp_lv_H"] = np.nan
    lesions = make_lesions()
    return pd.concat([lesions, many[lesions.columns]], ignore_index=True)


def added(f: pd.DataFrame) -> pd.DataFrame:
    f = f.rename(columns=lambda name: name.removeprefix("tbp_lv_"))
    d, area, perimeter = f["clin_size_long_diam_mm"], f["areaMM2"], f["perimeterMM"]
    change = f["deltaA"] ** 2 + f["deltaB"] ** 2 + f["deltaL"] ** 2
    return pd.DataFrame(
        {
            "diameter_over_6mm": (d > 6).astype(float).where(d.notna()),
            "hue_difference": f["H"] - f["Hext"],
            "chroma_difference": f["C"] - f["Cext"],
            "a_outside_ratio": f["A"] / f["Aext"],
            "b_outside_ratio": f["B"] / f["Bext"],
            "lightness_outside_ratio": f["L"] / f["Lext"],
            "lightness_deviation_outside_ratio": f["stdL"] / f["stdLExt"],
            "color_variation_intensity": f["norm_color"] * f["deltaLBnorm"],
            "color_change_ratio": change / (f["A"] ** 2 + f["B"] ** 2 + f["L"] ** 2),
            "color_difference_AB": np.sqrt(f["deltaA"] ** 2 + f["deltaB"] ** 2),
            "color_asymmetry_ratio": f["radial_color_std_max"] / f["color_std_mean"],
            "color_diversity_index": f["color_std_mean"] * f["radial_color_std_max"],
            "texture_contrast": f["stdL"] / (f["L"] + EPSILON),
            "relative_hue_difference": (f["H"] - f["Hext"]).abs() / (f["H"] + f["Hext"] + EPSILON),
            "norm_color_per_long_diam": f["norm_color"] / np.log(d + 1),
            "asymmetry_area_ratio": f["symm_2axis"] / (area + EPSILON),
            "symmetry_color_index": f["symm_2axis"] * f["norm_color"],
            "lesion_complexity_index": f["norm_border"] * f["norm_color"] * f["eccentricity"] * f["symm_2axis"],
            "border_density": f["norm_border"] / (perimeter + EPSILON),
            "area_diameter_ratio": area / (d**2 + EPSILON),
            "lesion_aspect_ratio": perimeter / d,
            "axis_difference": d - f["minorAxisMM"],
            "age_adjusted_lesion_size": area / (f["age_approx"] + 1),
            "position_angle_3d_xz": np.arctan2(f["z"], f["x"]),
        }
    ).replace([np.inf, -np.inf], np.nan)


def spread(values: pd.Series, ddof: int) -> tuple[pd.Series, float]:
    """Distances from the mean, and the standard deviation."""
    present = values.dropna()
    if present.empty:
        return values, np.nan
    distances = values - present.iloc[0]
    return distances - distances.mean(), distances.std(ddof=ddof)


def scores(numbers: pd.DataFrame, groups: list[pd.Series]) -> pd.DataFrame:
    def one(values: pd.Series) -> pd.Series:
        distances, deviation = spread(values, 1)
        return distances / (deviation + EPSILON) if np.isfinite(deviation) else values * np.nan

    return numbers.groupby(groups, dropna=False).transform(one)


def ugly_duckling(numbers: pd.DataFrame, groups: list[pd.Series], name: str) -> pd.DataFrame:
    def one(values: pd.Series) -> pd.Series:
        distances, deviation = spread(values, 0)
        return distances.abs() / deviation if np.isfinite(deviation) and deviation > 0 else values * np.nan

    differences = numbers.groupby(groups, dropna=False).transform(one)
    known = differences.notna().any(axis=1)
    return pd.DataFrame(
        {
            f"ud_max_severity_{name}": differences.max(axis=1),
            f"ud_mean_severity_{name}": differences.mean(axis=1),
            f"ud_count_{name}": (differences > 2).sum(axis=1).where(known),
            f"ud_consistency_{name}": differences.std(axis=1, ddof=1),
        }
    )


def points(numbers: pd.DataFrame, scaled: bool) -> pd.DataFrame:
    """The complete lesions of a patient, in the patient's standard deviations."""
    complete = numbers.dropna(axis=1, how="all").dropna()
    columns = {}
    for column in complete:
        distances, deviation = spread(complete[column], 0)
        usable = np.isfinite(deviation) and deviation > 0
        columns[column] = (distances / (deviation if scaled else 1)) if usable else distances * 0
    return pd.DataFrame(columns, index=complete.index)


def outlier_factor(numbers: pd.DataFrame, patients: pd.Series) -> pd.Series:
    result = pd.Series(np.nan, index=numbers.index)
    for rows in numbers.groupby(patients).groups.values():
        space = points(numbers.loc[rows, OUTLIER], scaled=True)
        if len(space) < 3:
            continue
        model = LocalOutlierFactor(n_neighbors=min(len(space), 30), algorithm="kd_tree")
        result[space.index] = model.fit(space.to_numpy()).negative_outlier_factor_
    return result


def distances(numbers: pd.DataFrame, patients: pd.Series) -> pd.DataFrame:
    columns = {}
    for name, features in SPACES.items():
        nearest = pd.Series(np.nan, index=numbers.index)
        farthest = nearest.copy()
        for rows in numbers.groupby(patients).groups.values():
            space = points(numbers.loc[rows, features], scaled=name != "position")
            for row in space.index if len(space) > 1 else []:
                away = np.sqrt(((space.drop(row) - space.loc[row]) ** 2).sum(axis=1))
                nearest[row], farthest[row] = away.min(), away.max()
        columns |= {f"nearest_lesion_{name}": nearest, f"farthest_lesion_{name}": farthest}
    return pd.DataFrame(columns)


def totals(lesions: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    patient = lesions["patient_id"]
    size = patient.groupby(patient).transform("size")
    columns: dict[str, pd.Series] = {}
    for name, column in GROUPINGS.items():
        count = numbers["tbp_lv_A"].groupby([patient, lesions[column]], dropna=False).transform("size")
        columns |= {f"count_per_patient_{name}": count, f"share_of_patient_{name}": count / size}
    area, site = numbers["tbp_lv_areaMM2"], lesions["anatom_site_general"]
    columns["area_sum_patient"] = area.groupby(patient).transform("sum", min_count=1)
    columns["area_sum_patient_site"] = area.groupby([patient, site], dropna=False).transform("sum", min_count=1)
    for feature in MEANS:
        columns[f"{feature}_patient_mean"] = numbers[feature].groupby(patient).transform("mean")
    for feature in EXTREMES:
        largest = numbers[feature].groupby(patient).transform("max")
        columns[f"{feature}_patient_max_ratio"] = numbers[feature] / largest.replace(0, np.nan)
    age = numbers["age_approx"]
    columns["years_since_first_visit"] = age - age.groupby(patient).transform("min")
    columns["years_to_last_visit"] = age.groupby(patient).transform("max") - age
    columns["visit_count"] = age.groupby(patient).transform("nunique").where(age.notna())
    columns["count_per_visit"] = age.groupby([patient, age]).transform("size").where(age.notna())
    return pd.DataFrame(columns)


def make_extended(lesions: pd.DataFrame) -> pd.DataFrame:
    base = engineer(lesions)
    new = added(base)
    numbers = pd.concat([base, new], axis=1)
    patient = lesions["patient_id"]
    by_patient = numbers.groupby(patient)
    several = by_patient.transform("count") > 1
    parts = [new, scores(new, [patient]).add_suffix("_patient_norm")]
    parts.append(by_patient.rank(pct=True).where(several)[RANKED].add_suffix("_patient_rank"))
    for name, column in GROUPINGS.items():
        parts.append(scores(numbers[SCORED], [patient, lesions[column]]).add_suffix(f"_{name}_norm"))
    measures = [c for c in RAW if c not in ("age_approx", "tbp_lv_symm_2axis_angle", "tbp_lv_x", "tbp_lv_y", "tbp_lv_z")]
    parts.append(ugly_duckling(numbers[measures], [patient], "patient"))
    parts.append(ugly_duckling(numbers[measures], [patient, lesions["tbp_lv_location"]], "location"))
    parts.append(outlier_factor(numbers, patient).rename("local_outlier_factor"))
    parts.append(distances(numbers, patient))
    parts.append(totals(lesions, numbers))
    return pd.concat(parts, axis=1).replace([np.inf, -np.inf], np.nan)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        lesions = make_rows()
        features = make_extended(lesions)
    assert features.columns.is_unique
    lesions.to_csv(FOLDER / "extended_lesions.csv", index=False)
    table = pa.Table.from_pandas(features.astype(float), preserve_index=False).replace_schema_metadata()
    options = {"compression": "zstd", "use_dictionary": False, "write_statistics": False, "store_schema": False}
    pq.write_table(table, FOLDER / "extended.parquet", **options)
