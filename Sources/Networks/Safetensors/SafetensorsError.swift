import Diagnostics
import Foundation

extension NetworkError {
    /// A weight file whose bytes are not what the format asks for.
    static func damaged(
        _ file: URL,
        _ what: String,
        tensor: String? = nil,
        expected: String? = nil,
        found: String? = nil
    ) -> NetworkError {
        let place = tensor.map { "\(file.relativePath), tensor \($0)" } ?? file.relativePath
        return NetworkError(
            .badData,
            Problem(
                what,
                at: place,
                expected: expected,
                found: found,
                remedy: "Download or write the file again; it must be a whole .safetensors file"
            )
        )
    }
}
