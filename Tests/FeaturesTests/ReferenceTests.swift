import Cohorts
import Foundation
import Tables
import TestSupport
import Testing

@testable import Features

/// The 200 features of believable and hostile rows against pandas (`Tests/Fixtures/Features/make_features.py`).
@Suite struct ReferenceTests {
    private static let newPatient = "NEW_"

    private let lesions: Table
    private let golden: Table
    private let patients: TextColumn
    private let fitted: FittedPatientFeatures

    init() throws {
        lesions = try Table.readCSV(
            Places.fixture("Features/lesions.csv"),
            types: ISICSchema.columnTypes
        )
        golden = try Table.readCSV(Places.fixture("Features/golden.csv"))
        patients = try lesions.texts("patient_id")
        let texts = patients.texts
        let known = texts.indices.filter { texts[$0]?.hasPrefix(Self.newPatient) == false }
        fitted = try PatientFeatureTransformer().fit(
            lesions.select(rows: known),
            groups: patients.select(rows: known)
        )
    }

    @Test func `The features are those of the reference, all 200 in their order`() {
        #expect(fitted.featureNames.count == 200)
        #expect(["isic_id"] + fitted.featureNames == golden.columnNames)
        #expect(fitted.vocabularies.map(\.levels.count) == [3, 6, 2, 21, 8, 7])
    }

    @Test func `Every value in double precision equals pandas within 1e-9`() throws {
        let columns = try fitted.columns(of: lesions, groups: patients, as: Double.self)
        for (name, values) in zip(fitted.featureNames, columns) {
            // Relative values are of the order of one and cross zero. Where lesions are almost alike, the reference itself
            // is off by the rounding of its mean divided by an epsilon of 1e-5.
            let tolerance = Tolerance(absolute: name.hasSuffix("_patient_norm") ? 1e-9 : 0, relative: 1e-9)
            let difference = tolerance.firstDifference(values, try golden.doubles(name))
            #expect(difference == nil, "\(name)")
        }
    }

    @Test func `Every stored value is the reference in single precision`() throws {
        let matrix = try fitted.transform(lesions, groups: patients)
        #expect(matrix.names == fitted.featureNames)
        for (name, values) in zip(matrix.names, matrix.columns) {
            let reference = try golden.doubles(name).map { Float($0) }.map { $0.isFinite ? $0 : .nan }
            let tolerance = Tolerance(absolute: name.hasSuffix("_patient_norm") ? 1e-9 : 0, relative: 1.2e-7)
            let difference = tolerance.firstDifference(values, reference)
            #expect(difference == nil, "\(name)")
        }
    }

    @Test func `An unseen hospital, site and sex are zeros, and missing ones are what training says`() throws {
        let matrix = try fitted.transform(lesions, groups: patients)
        let row = try #require(patients.texts.firstIndex(of: "NEW_MANY"))
        func sum(_ column: String, row: Int) -> Float {
            zip(matrix.names, matrix.columns).filter { $0.0.hasPrefix(column + "=") }.reduce(0) { $0 + $1.1[row] }
        }
        for column in ["attribution", "anatom_site_general", "sex"] { #expect(sum(column, row: row) == 0) }
        for column in ["tbp_tile_type", "tbp_lv_location"] { #expect(sum(column, row: row + 1) == 0) }
        let ageless = try #require(patients.texts.firstIndex(of: "IP_AGELESS"))
        #expect(matrix["sex=missing"]?[ageless] == 1)
    }
}

/// The real rows that the competition showed.
@Suite(.enabled(if: Places.hasShared("data/slice3d"), "the real rows stand beside the project"))
struct CompetitionRowsTests {
    private func read(_ name: String) throws -> Table {
        return try Table.readCSV(
            Places.shared("data/slice3d/competition-stubs/\(name)"),
            types: ISICSchema.columnTypes
        )
    }

    @Test func `Three real training rows give features of real size, and three test rows the same columns`() throws {
        let train = try read("train-metadata.csv")
        let test = try read("test-metadata.csv")
        let fitted = try PatientFeatureTransformer().fit(train, groups: try train.texts("patient_id"))
        let matrix = try fitted.transform(train, groups: try train.texts("patient_id"))
        #expect(matrix.rowCount == 3)
        // A lone lesion of each patient: every relative value is missing, every other one is there.
        for (name, values) in zip(matrix.names, matrix.columns) {
            #expect(values.map(\.isNaN) == [Bool](repeating: name.hasSuffix("_patient_norm"), count: 3), "\(name)")
        }
        #expect(matrix["count_per_patient"] == [1, 1, 1])
        // The vendor computed area_perim_ratio as perimeter^2 / area.
        let shape = try #require(matrix["lesion_shape_index"])
        for (ratio, index) in zip(try train.doubles("tbp_lv_area_perim_ratio"), shape) {
            #expect(abs(ratio * Double(index) - 1) < 1e-3)
        }
        let predicted = try fitted.transform(test, groups: try test.texts("patient_id"))
        #expect(predicted.names == matrix.names && predicted.rowCount == 3)
    }

    @Test func `Real crops without measurements give the hospital and nothing imputed`() throws {
        let table = try Table.readCSV(
            Places.shared("data/slice3d/train-metadata.csv"),
            only: ["isic_id", "target", "attribution"]
        )
        let fitted = try PatientFeatureTransformer().fit(table, groups: try table.texts("isic_id"))
        let matrix = try fitted.transform(table, groups: try table.texts("isic_id"))
        #expect(matrix.names.allSatisfy { $0 == "count_per_patient" || $0.hasPrefix("attribution=") } == true)
        #expect(matrix.rowCount == table.rowCount && matrix.names.count > 2)
    }
}
