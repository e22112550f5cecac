import CArrow
import Glibc

/// What Arrow said when it failed.
struct ArrowFailure: Error {
    let status: Int
    let message: String

    init(status: Int, message: String) {
        self.status = status
        self.message = message
    }

    /// Runs a function of the shim and turns its status into an error.
    static func check(_ status: Int32) throws(ArrowFailure) {
        guard status != CARROW_OK else { return }
        throw ArrowFailure(status: Int(status), message: String(cString: carrow_message()))
    }
}

extension ColumnType {
    /// The type's number in the shim.
    var arrowCode: Int32 {
        switch self {
        case .double: Int32(CARROW_FLOAT64)
        case .float: Int32(CARROW_FLOAT32)
        case .integer: Int32(CARROW_INT64)
        case .text: Int32(CARROW_TEXT)
        }
    }
}

/// Calls `body` with C copies of `texts`, which live as long as the call.
func withCStrings<Result>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) throws -> Result) rethrows -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return try body(copies.map { $0.map { UnsafePointer($0) } })
}
