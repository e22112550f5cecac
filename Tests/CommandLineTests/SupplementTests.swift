import Foundation
import TestSupport
import Testing

/// The official training supplement of all 401,059 lesions: real identifiers and diagnoses, neither patients nor measures.
@Suite struct SupplementTests {
    private static let archive = "data/isic-2024-supplement/ISIC_2024_Training_Supplement.csv.zip"
    private static let python = "/usr/bin/python3"

    @Test(
        .enabled(
            if: Places.hasShared(archive) && FileManager.default.isExecutableFile(atPath: python),
            "needs ../shared/data/isic-2024-supplement, and python3 to unpack it"
        )
    )
    func `Validation counts its lesions, flags the leak columns and names what is missing`() throws {
        try Places.withTemporaryFolder { folder in
            let unzip = Process()
            unzip.executableURL = URL(filePath: Self.python)
            unzip.arguments = ["-m", "zipfile", "-e", Places.shared(Self.archive).path, folder.path]
            try unzip.run()
            unzip.waitUntilExit()
            let file = folder.appending(path: "ISIC_2024_Training_Supplement.csv").path
            let run = try ToolRun(["validate", file, "--label", "iddx_1=Malignant"])
            #expect(run.exitCode == 2, "\(run.standardError)")
            #expect(run.standardOutput.contains("lesions 401059, malignant 393"))
            for column in ["iddx_full", "lesion_id", "mel_thick_mm", "tbp_lv_dnn_lesion_confidence"] {
                #expect(run.standardOutput.contains(column), "\(column) is a leak")
            }
            #expect(run.standardOutput.contains("are never features"))
            #expect(run.standardOutput.contains("the column patient_id is missing"))
            #expect(run.standardOutput.contains("39 of the 40 columns that features are made from are missing"))
            #expect(run.standardOutput.contains("there are no crops"))

            let grouped = try ToolRun(["validate", file, "--label", "iddx_1=Malignant", "--group-by", "isic_id"])
            #expect(grouped.exitCode == 0, "\(grouped.standardError)")
            #expect(grouped.standardOutput.contains("usable: 0 errors"))
        }
    }
}
