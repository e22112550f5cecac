import Dispatch

/// Calls `body` with pieces of 0, 1, … `count - 1`, of `length` numbers each but for the last, on all cores.
public func concurrentPieces(of count: Int, length: Int, _ body: @Sendable (Range<Int>) -> Void) {
    DispatchQueue.concurrentPerform(iterations: (count + length - 1) / length) { piece in
        body(piece * length..<min((piece + 1) * length, count))
    }
}
