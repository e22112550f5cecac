public import Cohorts
public import Diagnostics
public import Imaging
import Parallelism
import Tensors

/// The crops of a cohort's lesions, by position in the cohort.
public struct CropSource: Sendable {
    private let ids: [String]
    private let store: any CropStore
    private var centreShare = 1.0

    /// The crops of the lesions `ids`, in their order.
    public init(ids: [String], store: any CropStore) {
        self.ids = ids
        self.store = store
    }

    /// The same crops without their margins: of each the middle with `share` of its sides.
    func centred(_ share: Double) -> CropSource {
        var source = self
        source.centreShare = share
        return source
    }

    /// The number of lesions.
    public var count: Int { ids.count }

    /// Whether there is a crop of the lesion at `row`.
    public func hasCrop(at row: Int) -> Bool { store.contains(ids[row]) }

    /// Decodes the crop of the lesion at `row`.
    ///
    /// - Throws: `TrainingError` that names the lesion where its crop is absent or damaged.
    public func image(at row: Int) throws -> RGBImage {
        try naming(row) {
            let image = try JPEG.decode(store.jpeg(for: ids[row]))
            return centreShare < 1 ? image.centred(share: centreShare) : image
        }
    }

    /// Reads the size of what `image(at:)` decodes.
    ///
    /// - Throws: `TrainingError` that names the lesion where its crop is absent or its header damaged.
    func size(at row: Int) throws -> Size2 {
        try naming(row) {
            let (width, height) = try JPEG.size(of: store.jpeg(for: ids[row]))
            return Size2(
                RGBImage.centredLength(height, share: centreShare),
                RGBImage.centredLength(width, share: centreShare)
            )
        }
    }

    /// Runs `body` and lets its error name the lesion at `row`.
    private func naming<Result>(_ row: Int, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as any CygnetError {
            var problem = error.problem
            problem.location = [problem.location, "crop of \(ids[row])"].compactMap { $0 }.joined(separator: ", ")
            throw TrainingError(problem, category: error.category)
        }
    }

    /// The problems of the crops at `rows` that cannot be decoded, in the order of the rows.
    ///
    /// - Parameter advance: Called now and then with the number of crops that were tried.
    public func problems(at rows: [Int], advance: (Int) -> Void = { _ in }) -> [Problem] {
        var problems: [Problem] = []
        for start in stride(from: 0, to: rows.count, by: 1024) {
            let chunk = rows[start..<min(start + 1024, rows.count)]
            let found = concurrentMap(chunk.count) { offset -> Problem? in
                let row = chunk[chunk.startIndex + offset]
                do {
                    _ = try image(at: row)
                    return nil
                } catch let error as any CygnetError {
                    return error.problem
                } catch {
                    return Problem("\(error)", at: ids[row])
                }
            }
            problems += found.compactMap { $0 }
            advance(start + chunk.count)
        }
        return problems
    }
}
