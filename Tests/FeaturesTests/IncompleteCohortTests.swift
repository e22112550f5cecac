import Diagnostics
import Tables
import Testing

@testable import Features

/// Cohorts that lack columns, patients or values.
@Suite struct IncompleteCohortTests {
    private let patients = TextColumn(["IP_1", "IP_1", "IP_2", nil])

    @Test func `Only features whose inputs are there are made`() throws {
        let table = try Table([
            (name: "clin_size_long_diam_mm", column: .double([3, 4, 5, 6])),
            (name: "tbp_lv_minorAxisMM", column: .float([1.5, 3, 5, 3])),
            (name: "tbp_lv_dnn_lesion_confidence", column: .double([1, 2, 3, 4])),
            (name: "attribution", column: .text(TextColumn(["Basel", "Athens", nil, "Basel"]))),
        ])
        let fitted = try PatientFeatureTransformer().fit(table, groups: patients)
        let own = ["clin_size_long_diam_mm", "tbp_lv_minorAxisMM", "lesion_size_ratio"]
        #expect(
            fitted.featureNames == own + own.map { $0 + "_patient_norm" } + [
                "count_per_patient", "attribution=Athens", "attribution=Basel",
            ]
        )
        let matrix = try fitted.transform(table, groups: patients)
        #expect(matrix["lesion_size_ratio"] == [0.5, 0.75, 1, 0.5])
        #expect(matrix["attribution=Basel"] == [1, 0, 0, 1])
        #expect(fitted.catalogue.map(\.name) == fitted.featureNames)
    }

    @Test func `A patient with one lesion, and a lesion without a patient, have no relative values`() throws {
        let table = try Table([(name: "age_approx", column: .integer([40, 50, 60, 70]))])
        let fitted = try PatientFeatureTransformer().fit(table, groups: patients)
        let matrix = try fitted.transform(table, groups: patients)
        let scores = try #require(matrix["age_approx_patient_norm"])
        #expect(scores[0] == -scores[1] && scores[1] > 0.7)
        #expect(scores[2].isNaN && scores[3].isNaN)
        let counts = try #require(matrix["count_per_patient"])
        #expect(counts[..<3] == [2, 2, 1] && counts[3].isNaN)
    }

    @Test func `Without patients there is nothing to compare with`() throws {
        let table = try Table([(name: "tbp_lv_A", column: .double([1, 2]))])
        let fitted = try PatientFeatureTransformer().fit(table, groups: nil)
        #expect(fitted.featureNames == ["tbp_lv_A"])
        #expect(try fitted.transform(table, groups: nil).columns == [[1, 2]])
        // Patients that training did not have are passed over.
        #expect(try fitted.transform(table, groups: TextColumn(["a", "a"])).names == ["tbp_lv_A"])
    }

    @Test func `A cohort of crops alone gives an empty matrix`() throws {
        let table = try Table([(name: "isic_id", column: .text(TextColumn(["ISIC_1", "ISIC_2"])))])
        let fitted = try PatientFeatureTransformer().fit(table, groups: nil)
        let matrix = try fitted.transform(table, groups: nil)
        #expect(matrix.names.isEmpty && matrix.rowCount == 2)
    }

    @Test func `No rows give no rows`() throws {
        let empty = try RandomLesions(rows: 0, patients: 1, seed: 1)
        let fitted = try RandomLesions(rows: 50, patients: 3, seed: 1).fit()
        let matrix = try fitted.transform(empty.table, groups: empty.groups)
        #expect(matrix.rowCount == 0 && matrix.names == fitted.featureNames)
    }

    @Test func `A missing level exists for sex and site, seen or not`() throws {
        let table = try Table([
            (name: "sex", column: .text(TextColumn(["male", "female"]))),
            (name: "tbp_tile_type", column: .text(TextColumn(["3D: XP", nil]))),
        ])
        let fitted = try PatientFeatureTransformer().fit(table, groups: nil)
        #expect(fitted.featureNames == ["sex=female", "sex=male", "sex=missing", "tbp_tile_type=3D: XP"])
        let later = try Table([
            (name: "sex", column: .text(TextColumn([nil, "missing", "other"]))),
            (name: "tbp_tile_type", column: .text(TextColumn([nil, "3D: white", "3D: XP"]))),
        ])
        let matrix = try fitted.transform(later, groups: nil)
        #expect(matrix.columns == [[0, 0, 0], [0, 0, 0], [1, 1, 0], [0, 0, 1]])
    }

    @Test func `Values that training did not have are told, missing ones are not`() throws {
        let table = try Table([(name: "attribution", column: .text(TextColumn(["Basel", "Athens"])))])
        let fitted = try PatientFeatureTransformer().fit(table, groups: nil)
        #expect(try fitted.warnings(about: table).isEmpty)
        let later = try Table([(name: "attribution", column: .text(TextColumn(["FNQH Cairns", nil, "Basel"])))])
        let warnings = try fitted.warnings(about: later)
        #expect(warnings.count == 1)
        #expect(warnings[0].what == "1 row has a value of attribution that training did not have: FNQH Cairns")
        #expect(try fitted.transform(later, groups: nil).columns == [[0, 0, 0], [0, 0, 1]])
    }

    @Test func `Columns in another order and columns that nothing reads change no feature`() throws {
        let lesions = try RandomLesions(rows: 80, patients: 4, seed: 9)
        let transformer = PatientFeatureTransformer(configuration: .init(family: .extended))
        let fitted = try transformer.fit(lesions.table, groups: lesions.groups)
        var other = Table(rowCount: 80)
        try other.append("a_new_column", .double([Double](repeating: 1, count: 80)))
        for name in lesions.table.columnNames.reversed() { try other.append(name, try lesions.table.column(name)) }
        let expected = try fitted.transform(lesions.table, groups: lesions.groups)
        let found = try fitted.transform(other, groups: lesions.groups)
        #expect(found.names == expected.names)
        let same = zip(found.columns, expected.columns).allSatisfy { $0.map(\.bitPattern) == $1.map(\.bitPattern) }
        #expect(same)
        #expect(try transformer.fit(other, groups: lesions.groups) == fitted)
    }

    @Test func `Levels that no row has are not learnt`() throws {
        let all = TextColumn(["a", "b", "c"])
        let table = try Table([(name: "attribution", column: .text(all.select(rows: [2, 0])))])
        #expect(
            try PatientFeatureTransformer().fit(table, groups: nil).featureNames == ["attribution=a", "attribution=c"]
        )
    }

    @Test func `A column without any value is missing throughout, whatever type it was read as`() throws {
        let nothing = Column.text(TextColumn([nil, nil] as [String?]))
        let numbers = Column.double([.nan, .nan])
        let table = try Table([(name: "age_approx", column: nothing), (name: "sex", column: numbers)])
        let fitted = try PatientFeatureTransformer().fit(table, groups: nil)
        let matrix = try fitted.transform(table, groups: nil)
        #expect(matrix["age_approx"]?.allSatisfy(\.isNaN) == true)
        #expect(matrix["sex=missing"] == [1, 1])
    }

    @Test func `A column that prediction lacks is an error that names it`() throws {
        let lesions = try RandomLesions(rows: 40, patients: 4, seed: 2)
        let fitted = try lesions.fit()
        let needed = fitted.requiredColumns
        #expect(needed.count == 40)
        let table = lesions.table.select(columns: Set(needed).subtracting(["tbp_lv_H", "attribution"]))
        let error = #expect(throws: TableError.self) { try fitted.transform(table, groups: lesions.groups) }
        let message = try #require(error).description
        #expect(message.contains("tbp_lv_H") && message.contains("attribution"))
    }

    @Test func `A column of the wrong type is an error that names it`() throws {
        let text = try Table([(name: "tbp_lv_H", column: .text(TextColumn(["pink"])))])
        let number = try Table([(name: "sex", column: .integer([1]))])
        for (table, name) in [(text, "tbp_lv_H"), (number, "sex")] {
            let error = #expect(throws: TableError.self) { try PatientFeatureTransformer().fit(table, groups: nil) }
            let message = try #require(error).description
            #expect(message.contains(name))
        }
        let fitted = try PatientFeatureTransformer().fit(
            try Table([(name: "tbp_lv_H", column: .double([50]))]),
            groups: nil
        )
        #expect(throws: TableError.self) { try fitted.transform(text, groups: nil) }
    }

    @Test func `Patients that prediction lacks, or too few of them, are an error`() throws {
        let lesions = try RandomLesions(rows: 40, patients: 4, seed: 3)
        let fitted = try lesions.fit()
        #expect(throws: FeatureError.noPatients(table: nil)) { try fitted.transform(lesions.table, groups: nil) }
        let few = lesions.groups.select(rows: [0, 1])
        let mismatch = FeatureError.patientCount(expected: 40, found: 2, table: nil)
        #expect(throws: mismatch) { try fitted.transform(lesions.table, groups: few) }
        #expect(throws: mismatch) { try PatientFeatureTransformer().fit(lesions.table, groups: few) }
        #expect(mismatch.category == .badData && mismatch.description.contains("40"))
    }
}
