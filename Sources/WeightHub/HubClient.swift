import Diagnostics
import Foundation
import FoundationNetworking
import Storage

/// What a hub says about a file before its bytes are fetched.
struct HubFileInformation {
    /// The commit that the revision stands for now.
    let commit: String
    /// The hub's name for the bytes; of large files, their sha256.
    let tag: String
    /// The number of bytes, where the hub tells it.
    let size: Int?
    /// Where the bytes are.
    let address: URL

    /// The sha256 of the bytes, where the tag is one.
    var sha256: SHA256Digest? { SHA256Digest(hex: tag) }
}

/// Talks to a hub as Hugging Face's own client does.
///
/// Source: the `resolve` address and the headers `X-Repo-Commit`, `X-Linked-Etag` and `X-Linked-Size` of
/// `huggingface_hub/file_download.py`. The token goes to the hub itself only, never to where it points.
struct HubClient {
    let settings: HubSettings
    var exchange = HTTPExchange()
    /// How often a request is sent when the connection breaks or the server is busy.
    var attempts = 5
    /// The wait before the second attempt in seconds; it doubles with every further one.
    var firstDelay = 1.0

    private static let redirects = [301, 302, 303, 307, 308]

    /// Asks what the file is now.
    func information(_ reference: HubReference) throws -> HubFileInformation {
        let path = "\(reference.repository)/resolve/\(reference.revision)/\(reference.file)"
        var address = settings.endpoint.appending(path: path)
        for _ in 0..<5 {
            let answer = try retrying(address) {
                let answer = try exchange.run(request(address, method: "HEAD"))
                try check(answer, address, reference)
                return answer
            }
            let target = answer["location"].flatMap { URL(string: $0, relativeTo: address)?.absoluteURL }
            if let commit = answer["x-repo-commit"], let tag = Self.tag(answer) {
                let size = (answer["x-linked-size"] ?? (target == nil ? answer["content-length"] : nil)).flatMap(
                    Int.init
                )
                return HubFileInformation(commit: commit, tag: tag, size: size, address: target ?? address)
            }
            guard Self.redirects.contains(answer.status), let target, target.host == address.host else { break }
            address = target
        }
        throw HubError(
            .missingResource,
            what: "the server does not answer as a model hub does",
            at: address.absoluteString,
            expected: "the headers X-Repo-Commit and ETag",
            remedy: "Check HF_ENDPOINT"
        )
    }

    /// Fetches the bytes behind the first `offset`, following redirects.
    ///
    /// - Parameters:
    ///   - begin: Called before the body with the offset at which it really starts: 0 where the server cannot continue.
    ///   - receive: Called with the body piece by piece.
    func bytes(
        _ information: HubFileInformation,
        of reference: HubReference,
        from offset: Int,
        begin: @escaping (Int) throws -> Void,
        receive: @escaping (Data) throws -> Void
    ) throws {
        var address = information.address
        for _ in 0..<5 {
            var request = request(address, method: "GET")
            if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
            let answer = try exchange.run(request) { answer in
                guard answer.status == 200 || answer.status == 206 else { return false }
                let start = answer.status == 206 ? Self.start(answer["content-range"]) : 0
                guard let start, start == 0 || start == offset else {
                    throw HTTPExchange.Interrupted(reason: "the server sent another part than was asked for")
                }
                try begin(start)
                return true
            } receive: {
                try receive($0)
            }
            guard Self.redirects.contains(answer.status), let location = answer["location"],
                let target = URL(string: location, relativeTo: address)?.absoluteURL,
                target.scheme == "https" || target.scheme == address.scheme
            else { return try check(answer, address, reference) }
            address = target
        }
        throw HubError(
            .missingResource,
            what: "the server points from one address to the next without end",
            at: address.absoluteString
        )
    }

    /// Repeats what is interrupted; the attempts are counted anew whenever `position` has moved.
    func retrying<Result>(_ address: URL, position: () -> Int = { 0 }, _ body: () throws -> Result) throws -> Result {
        var (delay, failures, reached) = (firstDelay, 0, position())
        while true {
            do {
                return try body()
            } catch let interruption as HTTPExchange.Interrupted {
                if position() > reached { (delay, failures, reached) = (firstDelay, 0, position()) }
                failures += 1
                guard failures < attempts else {
                    throw HubError(
                        .missingResource,
                        what: "the connection failed \(attempts) times: \(interruption.reason)",
                        at: address.absoluteString,
                        remedy: "Check the network and HF_ENDPOINT; what was fetched is kept and continued next time"
                    )
                }
                Thread.sleep(forTimeInterval: max(delay, min(interruption.delay, 60)))
                delay *= 2
            }
        }
    }

    private func request(_ address: URL, method: String) -> URLRequest {
        var request = URLRequest(url: address)
        request.httpMethod = method
        // A compressed body would have another length and other ranges than the file.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("cygnet", forHTTPHeaderField: "User-Agent")
        if let token = settings.token, address.host == settings.endpoint.host, address.port == settings.endpoint.port,
            address.scheme == settings.endpoint.scheme
        {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        return request
    }

    private func check(_ answer: HTTPExchange.Answer, _ address: URL, _ reference: HubReference) throws {
        switch answer.status {
        case 200, 206, 301, 302, 303, 307, 308:
            return
        case 401, 403:
            throw HubError(
                .missingResource,
                what: "the hub refuses \(reference.repository)",
                at: address.absoluteString,
                found: "status \(answer.status)" + (settings.token == nil ? ", no token was sent" : ""),
                remedy: "Check the name, accept the model's conditions on its page, and set HF_TOKEN"
            )
        case 404:
            throw HubError(
                .missingResource,
                what: "the hub has no such file",
                at: address.absoluteString,
                remedy: "Check the repository's name and revision"
            )
        case 408, 429, 500...599:
            throw HTTPExchange.Interrupted(
                reason: "the hub is busy (status \(answer.status))",
                delay: answer["retry-after"].flatMap(Double.init) ?? 0
            )
        default:
            throw HubError(
                .missingResource,
                what: "the hub gives an answer that means nothing here",
                at: address.absoluteString,
                found: "status \(answer.status)"
            )
        }
    }

    /// The hub's name for the bytes, if it can be the name of a file.
    private static func tag(_ answer: HTTPExchange.Answer) -> String? {
        guard let header = answer["x-linked-etag"] ?? answer["etag"] else { return nil }
        let tag = header.trimmingPrefix("W/").trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        let isName =
            !tag.isEmpty && tag.utf8.count <= 200 && !tag.hasPrefix(".")
            && tag.unicodeScalars.allSatisfy {
                $0.isASCII && (CharacterSet.alphanumerics.contains($0) || "-_.".unicodeScalars.contains($0))
            }
        return isName ? tag : nil
    }

    /// The first byte of `bytes 100-199/200`.
    private static func start(_ range: String?) -> Int? {
        range.flatMap { $0.split(separator: " ").last?.split(separator: "-").first }.flatMap { Int($0) }
    }
}
