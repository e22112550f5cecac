import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Cohorts
@testable import Tables

@Suite("Validation lists every problem")
struct CohortValidationTests {
    private func errors(_ findings: [Finding]) -> [String] {
        findings.filter { $0.severity == .error }.map(\.problem.what)
    }

    private func warnings(_ findings: [Finding]) -> [String] {
        findings.filter { $0.severity == .warning }.map(\.problem.what)
    }

    @Test("Many faults of one cohort are all found at once")
    func many() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(
                [
                    "a,0,p1,old,male,2", "b,1,P 1,45,male,x", "a,0,p2,500,male,3", ",2,,45,male,4", "d,,p2,young,,5",
                ],
                header: CohortFolder.header + ",tbp_lv_areaMM2"
            )
            try folder.writeCrops(["a", "b", "extra"])
            let findings = CohortValidation.validate(folder.request())
            #expect(
                errors(findings) == [
                    "the cell does not hold a number", "the cell does not hold a number",
                    "the cell does not hold a number", "a row has no isic_id", "the isic_id a occurs 2 times",
                    "a label is neither 0 nor 1", "a label is neither 0 nor 1", "a row has no patient_id",
                    "the row of d has no crop",
                ]
            )
            let places = findings.compactMap(\.problem.location)
            for place in [
                "row 1 (line 2), column age_approx", "row 2 (line 3), column tbp_lv_areaMM2", "row 4, column target",
            ] {
                #expect(places.contains { $0.hasSuffix(place) }, "\(place)")
            }
            let told = warnings(findings)
            #expect(told.contains { $0.hasPrefix("groups differ only by spaces or case: \"P 1\", \"p1\"") })
            #expect(told.contains("1 crop has no row, such as extra"))
            #expect(told.contains { $0.hasPrefix("37 of the 40 columns that features are made from are missing") })
        }
    }

    @Test("Values beyond what is possible, and cells empty where the schema has none, are warnings")
    func values() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(
                ["a,0,p1,500,male,-1", "b,1,p2,,male,", "c,0,p3,130,,2"],
                header: CohortFolder.header + ",tbp_lv_areaMM2"
            )
            let findings = CohortValidation.validate(folder.request())
            #expect(errors(findings) == [])
            let told = findings.map(\.problem)
            #expect(told.contains { $0.what == "2 values lie outside the possible range" && $0.found == "500.0" })
            #expect(
                told.contains {
                    $0.what == "1 value lies outside the possible range" && $0.expected == "0.0 to 40000.0 mm²"
                }
            )
            #expect(
                told.contains {
                    $0.what.hasPrefix("1 of 3 cells are empty") && $0.location?.hasSuffix("tbp_lv_areaMM2") == true
                }
            )
        }
    }

    @Test("Infinite values, columns without any value, and patients that differ by spaces or case are warnings")
    func oddities() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(
                ["a,0,IP_1,,male,inf", "b,1,ip_1,,,-inf", "c,0,IP_1 ,,female,2", "d,0,IP_2,,female,2"],
                header: CohortFolder.header + ",tbp_lv_areaMM2"
            )
            let findings = CohortValidation.validate(folder.request())
            #expect(errors(findings) == [])
            let told = findings.map(\.problem)
            #expect(
                told.contains { $0.what == "2 values are infinite" && $0.location?.contains("tbp_lv_areaMM2") == true }
            )
            #expect(!told.contains { $0.what.contains("outside the possible range") })
            #expect(
                told.contains { $0.what == "the column holds no value" && $0.location?.hasSuffix("age_approx") == true }
            )
            let alike = try #require(told.first { $0.what.hasPrefix("groups differ only by spaces or case") })
            #expect(
                alike.what.contains("\"IP_1\"") && alike.what.contains("\"IP_1 \"") && alike.what.contains("\"ip_1\"")
            )
            // Reported, never merged: the cohort has four patients.
            let cohort = try Cohort.load(folder.request([.groups]))
            #expect(Set(try #require(cohort.groups).texts.compactMap { $0 }) == ["IP_1", "ip_1", "IP_1 ", "IP_2"])
            #expect(cohort.warnings.contains { $0.what.hasPrefix("groups differ only by spaces or case") })
        }
    }

    @Test("Missing columns, one class, and leak columns")
    func columns() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(["a,Benign", "b,Benign"], header: "isic_id,iddx_1")
            let findings = CohortValidation.validate(folder.request())
            #expect(errors(findings).contains("the column target is missing"))
            #expect(errors(findings).contains { $0.hasPrefix("the column patient_id is missing") })
            #expect(warnings(findings).contains("the diagnosis columns iddx_1 are never features"))
            try folder.writeMetadata(["a,0,p", "b,0,q"], header: "isic_id,target,patient_id")
            #expect(errors(CohortValidation.validate(folder.request())) == ["the cohort has one class only"])
            try folder.writeMetadata(["0,p"], header: "target,patient_id")
            #expect(errors(CohortValidation.validate(folder.request())).contains("the column isic_id is missing"))
        }
    }

    @Test("Rows of the wrong length are listed with the wrong cells")
    func structure() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata(["a,0,p1,45", "b,1,p1,x,male", "c,0,p2,60,female,more"])
            let findings = CohortValidation.validate(folder.request())
            #expect(
                errors(findings) == [
                    "the row has the wrong number of fields", "the cell does not hold a number",
                    "the row has the wrong number of fields",
                ]
            )
        }
    }

    @Test("A folder without a cohort, and a file that is no table, are one error each")
    func unreadable() throws {
        try CohortFolder.with { folder in
            #expect(errors(CohortValidation.validate(folder.request())) == ["the folder holds no cohort"])
            try folder.write("train-metadata.csv", [""])
            #expect(errors(CohortValidation.validate(folder.request())) == ["the file is empty"])
        }
    }

    @Test("Problems of one kind are listed up to a limit and then counted")
    func limit() throws {
        try CohortFolder.with { folder in
            try folder.writeMetadata((0..<200).map { "id\($0),\($0 % 2),p\($0),old,male" })
            let listed = errors(CohortValidation.validate(folder.request()))
            #expect(listed.count == CohortValidation.listedOfAKind + 1)
            #expect(listed.last == "150 more of this kind")
        }
    }

    @Test(
        "The real cohorts have no errors",
        .enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d")
    )
    func real() {
        let real = Places.shared("data/slice3d")
        let request = CohortRequest(data: real, groupBy: "isic_id")
        #expect(errors(CohortValidation.validate(request)) == [])
        let stubs = real.appending(path: "competition-stubs")
        #expect(errors(CohortValidation.validate(CohortRequest(data: stubs))) == [])
        #expect(errors(CohortValidation.validate(CohortRequest(data: stubs, split: .test))) == [])
    }
}
