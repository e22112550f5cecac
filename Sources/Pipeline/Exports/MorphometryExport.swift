public import Cohorts
public import Diagnostics
public import Foundation
import Imaging
import Morphometry
import Storage
import Tables
import Training

/// Measures the ABCD criteria on a cohort's crops.
public enum MorphometryExport {
    /// A picture of crops with the lesions' outlines.
    public struct Sheet: Sendable {
        /// The PNG file.
        public let file: URL
        /// How many crops it shows at most.
        public let cropCount: Int

        /// A sheet of at most `cropCount` crops in a PNG file.
        public init(file: URL, cropCount: Int = 64) {
            self.file = file
            self.cropCount = cropCount
        }

        fileprivate static let cellSize = 192
        fileprivate static let columnCount = 8
    }

    /// Writes the measurements as Parquet: `isic_id`, then the columns of `PixelMeasurement.all`.
    ///
    /// - Parameters:
    ///   - request: The cohort; its rows need only identifiers.
    ///   - fieldOfView: The length of a crop's longer side in millimetres; 15 in SLICE-3D.
    ///   - workers: How many crops are measured at the same time; nil takes one per core.
    ///   - file: The Parquet file.
    ///   - sheet: The picture to draw; nil for none.
    ///   - progress: Where progress goes.
    /// - Throws: `CohortError` where there are no crops, `TrainingError` that names a damaged one.
    public static func run(
        _ request: CohortRequest,
        fieldOfView: Double,
        workers: Int?,
        to file: URL,
        sheet: Sheet?,
        progress: Diagnostics.Progress
    ) throws -> ExportSummary {
        var request = request
        request.requires.insert(.crops)
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        let source = try cohort.cropSource()
        let table = try PixelTable.measure(
            source,
            fieldOfView: fieldOfView,
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount,
            progress: progress
        )
        try table.matrix.table(ids: cohort.ids).writeParquet(to: file)
        if let sheet { try draw(sheet, source, labels: cohort.labels, fieldOfView: fieldOfView) }
        return ExportSummary(file: file, lesions: cohort.ids.count, columns: table.matrix.names.count)
    }

    private static func draw(_ sheet: Sheet, _ source: CropSource, labels: [Int]?, fieldOfView: Double) throws {
        let morphometer = Morphometer(fieldOfView: fieldOfView)
        let cells = try shown(count: source.count, labels: labels, atMost: sheet.cropCount).map { row in
            let image = try source.image(at: row)
            return morphometer(image).outline?.drawn(on: image, side: Sheet.cellSize)
                ?? image.resized(width: Sheet.cellSize, height: Sheet.cellSize)
        }
        let picture = ContactSheet(columnCount: Sheet.columnCount, cellSize: Sheet.cellSize)(cells)
        try AtomicFile.write(PNG.encode(picture), to: sheet.file)
    }

    /// Crops from all over the cohort; where labels are known, malignant ones first, at most half.
    static func shown(count: Int, labels: [Int]?, atMost most: Int) -> [Int] {
        func spread(_ rows: [Int], _ wanted: Int) -> [Int] {
            let taken = min(wanted, rows.count)
            return (0..<taken).map { rows[$0 * rows.count / taken] }
        }
        guard let labels else { return spread(Array(0..<count), most) }
        let malignant = spread(labels.indices.filter { labels[$0] == 1 }, most / 2)
        return malignant + spread(labels.indices.filter { labels[$0] != 1 }, most - malignant.count)
    }
}
