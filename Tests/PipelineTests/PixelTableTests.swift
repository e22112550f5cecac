import Cohorts
import Diagnostics
import Features
import Foundation
import Synchronization
import Synthesis
import Tables
import TestSupport
import Testing

@testable import Pipeline

struct PixelTableTests {
    private func withCohort(_ body: (URL, Cohort) throws -> Void) throws {
        try Places.withTemporaryFolder { folder in
            try SyntheticCohort.generate(
                SyntheticCohortConfiguration(patients: 5, lesions: 150, malignant: 6, seed: 3, images: .files),
                to: folder
            )
            try body(folder, Cohort.load(CohortRequest(data: folder, requires: [.crops])))
        }
    }

    @Test func `The number of workers changes no bit`() throws {
        try withCohort { _, cohort in
            let tables = try [1, 3].map {
                try PixelTable.measure(cohort.cropSource(), fieldOfView: 15, workers: $0, progress: .silent)
            }
            #expect(tables[0].matrix.names == tables[1].matrix.names)
            for (first, second) in zip(tables[0].matrix.columns, tables[1].matrix.columns) {
                #expect(first.map(\.bitPattern) == second.map(\.bitPattern))
            }
            #expect(tables[0].withoutLesion < 20)
        }
    }

    @Test func `The first damaged crop is named`() throws {
        try withCohort { folder, cohort in
            for id in [cohort.ids[70], cohort.ids[12]] {
                let file = folder.appending(path: "train-image/image/\(id).jpg")
                try Data(repeating: 7, count: 900).write(to: file)
            }
            let error = try #require(throws: (any Error).self) {
                try PixelTable.measure(cohort.cropSource(), fieldOfView: 15, workers: 2, progress: .silent)
            }
            #expect((error as? any CygnetError)?.description.contains(cohort.ids[12]) == true)
        }
    }

    @Test func `A lesion without a crop has no measurements, and the others keep theirs`() throws {
        try withCohort { folder, cohort in
            let whole = try PixelTable.measure(cohort.cropSource(), fieldOfView: 15, workers: 2, progress: .silent)
            try FileManager.default.removeItem(at: folder.appending(path: "train-image/image/\(cohort.ids[20]).jpg"))
            let warnings = Mutex<[String]>([])
            let progress = Diagnostics.Progress { event in
                if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
            }
            let source = try Cohort.load(CohortRequest(data: folder)).cropSource()
            let table = try PixelTable.measure(source, fieldOfView: 15, workers: 2, progress: progress)
            #expect(table.withoutCrop == 1)
            #expect(warnings.withLock { $0.contains { $0.contains("1 of 150 lesions have no crop") } })
            for (before, after) in zip(whole.matrix.columns, table.matrix.columns) {
                #expect(after[20].isNaN)
                let others = { (column: [Float]) in column.indices.filter { $0 != 20 }.map { column[$0].bitPattern } }
                #expect(others(before) == others(after))
            }
        }
    }

    @Test func `The extended family measures crops where there are any, unless it is told otherwise`() {
        var configuration = Preset.tabular.configuration
        #expect(!configuration.settled(hasCrops: true).measuresPixels)
        configuration.featureFamily = .extended
        #expect(configuration.settled(hasCrops: true).measuresPixels)
        #expect(!configuration.settled(hasCrops: false).measuresPixels)
        configuration.pixels.measured = .never
        #expect(!configuration.settled(hasCrops: true).measuresPixels)
        #expect(Preset.images.configuration.settled(hasCrops: true).measuresPixels)
    }

    @Test(arguments: [0, -1, .infinity])
    func `A field of view that is no length is refused`(length: Double) {
        var settings = RunConfiguration.PixelSettings()
        settings.fieldOfView = length
        #expect(throws: RunError.self) { try settings.check() }
    }

    @Test func `A sheet shows malignant lesions first, at most half, and others from all over`() {
        let labels = (0..<100).map { $0 % 10 == 0 ? 1 : 0 }
        let shown = MorphometryExport.shown(count: 100, labels: labels, atMost: 12)
        #expect(shown.count == 12)
        #expect(Set(shown).count == 12)
        #expect(shown.prefix(6).allSatisfy { labels[$0] == 1 })
        #expect(shown.suffix(6).allSatisfy { labels[$0] == 0 })
        #expect(MorphometryExport.shown(count: 3, labels: nil, atMost: 12) == [0, 1, 2])
    }
}
