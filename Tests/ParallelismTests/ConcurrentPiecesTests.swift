import Parallelism
import Synchronization
import Testing

/// Pieces cover every number once.
@Suite struct ConcurrentPiecesTests {
    @Test(arguments: [0, 1, 7, 8, 9, 1_000], [1, 8])
    func `Every number is in one piece, and only the last piece is shorter`(count: Int, length: Int) {
        let pieces = Mutex<[Range<Int>]>([])
        concurrentPieces(of: count, length: length) { piece in pieces.withLock { $0.append(piece) } }
        let ordered = pieces.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
        #expect(ordered.flatMap { $0 } == Array(0..<count))
        #expect(ordered.dropLast().allSatisfy { $0.count == length })
    }
}
