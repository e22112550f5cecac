import Cohorts
import Foundation
import Tables
import TestSupport
import Testing

@testable import Features

/// What the extended family adds, against pandas and scikit-learn (`Tests/Fixtures/Features/make_extended.py`).
@Suite struct ExtendedReferenceTests {
    private let lesions: Table
    private let golden: Table
    private let patients: TextColumn

    init() throws {
        lesions = try Table.readCSV(Places.fixture("Features/extended_lesions.csv"), types: ISICSchema.columnTypes)
        golden = try Table.readParquet(Places.fixture("Features/extended.parquet"))
        patients = try lesions.texts("patient_id")
    }

    private func fitted(_ family: FeatureFamily) throws -> FittedPatientFeatures {
        try PatientFeatureTransformer(configuration: .init(family: family)).fit(lesions, groups: patients)
    }

    @Test func `The extended family is the base family and 277 features more`() throws {
        let base = try fitted(.base).featureNames
        let extended = try fitted(.extended).featureNames
        #expect(Array(extended.prefix(base.count)) == base)
        #expect(golden.columnNames.count == 277)
        #expect(Set(extended.dropFirst(base.count)) == Set(golden.columnNames))
        #expect(extended.count == base.count + 277)
    }

    @Test func `Every value in double precision equals the reference within 1e-9`() throws {
        let fitted = try fitted(.extended)
        let columns = try fitted.columns(of: lesions, groups: patients, as: Double.self)
        let isNew = Set(golden.columnNames)
        for (name, values) in zip(fitted.featureNames, columns) where isNew.contains(name) {
            // Scores cross zero: a digit lost in the difference to a mean is not made good by a relative tolerance.
            let isScore = name.hasSuffix("_norm") || name.hasPrefix("ud_")
            let tolerance = Tolerance(absolute: isScore ? 1e-9 : 1e-12, relative: 1e-9)
            let difference = tolerance.firstDifference(values, try golden.doubles(name))
            #expect(difference == nil, "\(name)")
        }
    }

    @Test func `The local outlier factor is scikit-learn's, for patients with more lesions than neighbours too`() throws
    {
        let fitted = try fitted(.extended)
        let position = try #require(fitted.featureNames.firstIndex(of: "local_outlier_factor"))
        let values = try fitted.columns(of: lesions, groups: patients, as: Double.self)[position]
        let reference = try golden.doubles("local_outlier_factor")
        let many = try #require(patients.levels.firstIndex(of: "IP_MANY"))
        let rows = patients.codes.indices.filter { patients.codes[$0] == Int32(many) }
        #expect(rows.count > LocalOutlierFactor.neighbours + 1)
        #expect(rows.count { !reference[$0].isNaN } == rows.count - 1, "one lesion lacks a measure")
        #expect(Tolerance(relative: 1e-9).firstDifference(rows.map { values[$0] }, rows.map { reference[$0] }) == nil)
        // Pairs and lone lesions have none.
        let pair = try #require(patients.texts.firstIndex(of: "IP_PAIR"))
        let single = try #require(patients.texts.firstIndex(of: "IP_SINGLE"))
        #expect(values[pair].isNaN && values[single].isNaN)
    }
}
