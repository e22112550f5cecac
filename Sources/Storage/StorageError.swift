public import Diagnostics
import Foundation
import Glibc

/// A file or folder that could not be read or written.
public struct StorageError: CygnetError, Equatable {
    public let category: ErrorCategory
    public let problem: Problem

    /// Makes an error from a problem that is described already.
    public init(_ category: ErrorCategory, _ problem: Problem) {
        self.category = category
        self.problem = problem
    }

    /// Makes the error of a failed system call.
    ///
    /// - Parameters:
    ///   - action: what was tried, such as "write the file".
    ///   - url: the file or folder it was tried on; shown the way the user wrote it.
    ///   - code: the value of `errno`.
    init(_ action: String, _ url: URL, code: Int32) {
        let (reason, remedy): (String, String?) =
            switch code {
            case ENOENT: ("it does not exist", "Check the path for a typing mistake")
            case ENOSPC, EDQUOT: ("the disk is full", "Free some space or choose another folder")
            case EACCES, EPERM: ("permission denied", "Choose a place that you may use, or change its permissions")
            case EROFS: ("the disk is read-only", "Choose another folder")
            case ENOTDIR: ("a part of the path is a file, not a folder", "Check the path for a typing mistake")
            case EISDIR: ("it is a folder", "Name a file")
            case EEXIST: ("it exists already", nil)
            case ENAMETOOLONG: ("the name is too long", "Choose a shorter name")
            case EMFILE, ENFILE: ("too many files are open", "Raise the limit with `ulimit -n`")
            case EFBIG: ("the file would be larger than allowed", "Raise the limit with `ulimit -f`")
            default: (String(cString: strerror(code)), nil)
            }
        self.init(
            code == ENOENT ? .missingResource : .failure,
            Problem("cannot \(action): \(reason)", at: url.relativePath, remedy: remedy)
        )
    }
}
