import Foundation
import FoundationNetworking

/// One request and its answer, without following where the answer points.
struct HTTPExchange {
    /// What a server answered, without the body.
    struct Answer {
        let status: Int
        let headers: [String: String]

        /// A header, by its name in lower case.
        subscript(header: String) -> String? { headers[header] }
    }

    /// The connection failed or broke off, or the server is busy: what may pass if the request is sent again.
    struct Interrupted: Error {
        let reason: String
        /// The wait that the server asks for in seconds.
        var delay = 0.0
    }

    /// How long a server may be silent, in seconds.
    var patience = 30.0

    /// Sends a request and waits for the end of the answer.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - accept: Called with the answer before its body; false ends the exchange without an error.
    ///   - receive: Called with the body piece by piece, in order.
    /// - Throws: `Interrupted`, or what `accept` or `receive` throw.
    func run(
        _ request: URLRequest,
        accept: @escaping (Answer) throws -> Bool = { _ in true },
        receive: @escaping (Data) throws -> Void = { _ in }
    ) throws -> Answer {
        let receiver = Receiver(accept: accept, receive: receive)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = patience
        let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        session.dataTask(with: request).resume()
        receiver.ended.wait()
        if let failure = receiver.failure { throw failure }
        if let answer = receiver.answer, receiver.isEnough { return answer }
        if let error = receiver.transportError { throw Interrupted(reason: Self.reason(error)) }
        guard let answer = receiver.answer else { throw Interrupted(reason: "the server gave no answer") }
        return answer
    }

    private static func reason(_ error: any Error) -> String {
        (error as NSError).localizedDescription
    }
}

/// Takes the events of one exchange. They come one after the other, from the session's queue; the semaphore orders them
/// before what the waiting thread reads.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    let ended = DispatchSemaphore(value: 0)
    private(set) var answer: HTTPExchange.Answer?
    private(set) var failure: (any Error)?
    private(set) var transportError: (any Error)?
    private(set) var isEnough = false
    private let accept: (HTTPExchange.Answer) throws -> Bool
    private let receive: (Data) throws -> Void

    init(accept: @escaping (HTTPExchange.Answer) throws -> Bool, receive: @escaping (Data) throws -> Void) {
        self.accept = accept
        self.receive = receive
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        completionHandler(take(response) ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard failure == nil, !isEnough else { return }
        do {
            try receive(data)
        } catch {
            failure = error
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        transportError = error
        if answer == nil, let response = task.response { _ = take(response) }
        ended.signal()
    }

    /// Whether the body is wanted.
    private func take(_ response: URLResponse) -> Bool {
        guard let response = response as? HTTPURLResponse else { return false }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers[String(describing: name).lowercased()] = String(describing: value)
        }
        let answer = HTTPExchange.Answer(status: response.statusCode, headers: headers)
        self.answer = answer
        do {
            isEnough = try !accept(answer)
        } catch {
            failure = error
        }
        return failure == nil && !isEnough
    }
}
