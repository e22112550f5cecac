public import Diagnostics

/// Why a JPEG could not be read or written.
public struct JPEGError: CygnetError, Equatable {
    /// What is wrong with the bytes.
    public enum Reason: Error, Equatable {
        /// There are no bytes.
        case empty
        /// The bytes do not start as a JPEG does.
        case notJPEG(firstBytes: [UInt8])
        /// The bytes end before the picture does.
        case truncated
        /// The decoder met something it cannot make sense of, in its own words.
        case damaged(String)
        /// A coding we refuse: lossless, arithmetic, hierarchical or not 8 bits deep.
        case unsupportedCoding(String)
        /// Not grey, YCbCr or RGB; four channels are CMYK.
        case unsupportedColour(channels: Int)
        /// More bytes than the limit.
        case tooManyBytes(found: Int, limit: Int)
        /// A side, or the whole picture, has more pixels than the limit.
        case tooManyPixels(width: Int, height: Int, limit: JPEG.Limits)
        /// More scans than the limit: each one costs a pass over the whole picture.
        case tooManyScans(limit: Int)
        /// A quality outside 1 to 100.
        case quality(Int)
        /// The encoder failed, in its own words.
        case encoding(String)
    }

    /// What is wrong.
    public let reason: Reason

    /// The file or the lesion that the bytes belong to.
    public let location: String?

    init(_ reason: Reason, at location: String?) {
        self.reason = reason
        self.location = location
    }

    public var category: ErrorCategory {
        switch reason {
        case .quality: .usage
        case .encoding: .failure
        default: .badData
        }
    }

    public var problem: Problem {
        switch reason {
        case .empty:
            Problem("the image is empty", at: location, remedy: "Copy the file again from its source")
        case .notJPEG(let bytes):
            Problem(
                "the image is not a JPEG",
                at: location,
                expected: "the bytes FF D8 at the start",
                found: bytes.map { Self.hexadecimal($0) }.joined(separator: " "),
                remedy: "Convert it to JPEG, or remove its row"
            )
        case .truncated:
            Problem(
                "the JPEG is truncated: it ends before its picture does",
                at: location,
                remedy: "Copy the file again from its source, or remove its row"
            )
        case .damaged(let message):
            Problem(
                "the JPEG is damaged (\(message))",
                at: location,
                remedy: "Copy the file again from its source, or remove its row"
            )
        case .unsupportedCoding(let coding):
            Problem(
                "the JPEG has an unsupported coding",
                at: location,
                expected: "baseline or progressive, 8 bits",
                found: coding,
                remedy: "Save it again as a baseline JPEG"
            )
        case .unsupportedColour(let channels):
            Problem(
                "the JPEG has unsupported colours",
                at: location,
                expected: "grey or RGB",
                found: channels == 4 ? "CMYK" : "\(channels) channels",
                remedy: "Convert it to RGB"
            )
        case .tooManyBytes(let found, let limit):
            Problem(
                "the JPEG is too large",
                at: location,
                expected: "at most \(limit) bytes",
                found: "\(found)",
                remedy: "Give the crop of one lesion, not a whole photograph"
            )
        case .tooManyPixels(let width, let height, let limit):
            Problem(
                "the JPEG has too many pixels",
                at: location,
                expected: "sides of at most \(limit.side) and \(limit.pixelCount) pixels in all",
                found: "\(width) x \(height)",
                remedy: "Give the crop of one lesion, not a whole photograph"
            )
        case .tooManyScans(let limit):
            Problem(
                "the JPEG has too many scans",
                at: location,
                expected: "at most \(limit)",
                remedy: "Save it again as a baseline JPEG"
            )
        case .quality(let quality):
            Problem("the JPEG quality is out of range", at: location, expected: "1 to 100", found: "\(quality)")
        case .encoding(let message):
            Problem("the image could not be written as a JPEG (\(message))", at: location)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
