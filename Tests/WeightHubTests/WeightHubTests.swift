import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import WeightHub

/// Fetching from a hub that truncates, redirects, refuses and corrupts.
@Suite struct WeightHubTests {
    private func withHub(_ body: (LocalHub) throws -> Void) throws {
        try Places.withTemporaryFolder { try body(LocalHub(in: $0)) }
    }

    private func reference(_ kind: String) -> HubReference { HubReference(repository: "timm/\(kind)") }

    private func problem(_ body: () throws -> Void) -> Problem? {
        #expect(throws: HubError.self) { try body() }?.problem
    }

    @Test(arguments: ["fine", "small", "truncated", "rangeless", "busy", "moved", "elsewhere"])
    func `The bytes arrive whole whatever happens on the way`(kind: String) throws {
        try withHub { local in
            let hub = try local.hub()
            let file = try hub.fetch(reference(kind), progress: .silent)
            #expect(try Data(contentsOf: file) == LocalHub.content)
            #expect(hub.cache.file(reference(kind)) == file)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.path).hasPrefix("../../blobs/"))
            let blobs = try Folder.contents(hub.cache.folder(reference(kind)).appending(path: "blobs"))
            #expect(blobs.count == 1 && !blobs[0].hasSuffix(".incomplete"))
        }
    }

    @Test func `A fetched file is found without asking anybody`() throws {
        try withHub { local in
            let file = try local.hub().fetch(reference("fine"), progress: .silent)
            let asked = try local.requests().count
            #expect(try local.hub().file(reference("fine"), progress: .silent) == file)
            #expect(try local.hub(["HF_HUB_OFFLINE": "1"]).fetch(reference("fine"), progress: .silent) == file)
            #expect(try local.requests().count == asked)
        }
    }

    @Test func `A second fetch asks, but moves no bytes`() throws {
        try withHub { local in
            let file = try local.hub().fetch(reference("fine"), progress: .silent)
            let before = try local.requests().count
            #expect(try local.hub().fetch(reference("fine"), progress: .silent) == file)
            #expect(try local.requests()[before...].map { $0[0] } == ["HEAD"])
        }
    }

    @Test func `An interrupted fetch is continued where it stopped`() throws {
        try withHub { local in
            let hub = try local.hub()
            let blob = hub.cache.blob(reference("fine"), tag: SHA256Digest.of(LocalHub.content).hex)
            try Folder.create(blob.deletingLastPathComponent())
            try LocalHub.content.prefix(100_000).write(to: blob.appendingPathExtension("incomplete"))
            #expect(try Data(contentsOf: hub.fetch(reference("fine"), progress: .silent)) == LocalHub.content)
            #expect(try local.requests().map { $0[2] } == ["-", "bytes=100000-"])
        }
    }

    @Test func `Wrong bytes of an earlier fetch are noticed and fetched anew`() throws {
        try withHub { local in
            let hub = try local.hub()
            let blob = hub.cache.blob(reference("fine"), tag: SHA256Digest.of(LocalHub.content).hex)
            try Folder.create(blob.deletingLastPathComponent())
            try Data(repeating: 7, count: 60_000).write(to: blob.appendingPathExtension("incomplete"))
            #expect(try Data(contentsOf: hub.fetch(reference("fine"), progress: .silent)) == LocalHub.content)
            // A blob that was cut, as a full disk leaves it, is not taken for the file.
            try LocalHub.content.prefix(10).write(to: blob)
            #expect(try Data(contentsOf: hub.fetch(reference("fine"), progress: .silent)) == LocalHub.content)
        }
    }

    @Test func `Bytes that are not those announced are refused and leave nothing`() throws {
        try withHub { local in
            let hub = try local.hub()
            for (kind, text) in [("corrupt", "arrive damaged"), ("liar", "failed 5 times")] {
                let found = problem { _ = try hub.fetch(reference(kind), progress: .silent) }
                #expect(found?.description.contains(text) == true, "\(found?.description ?? "")")
                #expect(hub.cache.file(reference(kind)) == nil)
            }
        }
    }

    @Test(
        arguments: [
            ("absent", "no such file"), ("gated", "HF_TOKEN"), ("dead", "status 503"), ("endless", "does not answer"),
            ("silent", "failed 5 times"),
        ]
    )
    func `A refusal says what to do`(kind: String, text: String) throws {
        try withHub { local in
            let found = problem { _ = try local.hub().fetch(reference(kind), progress: .silent) }
            #expect(found?.description.contains(text) == true, "\(found?.description ?? "")")
        }
    }

    @Test func `The token opens the hub and goes nowhere else`() throws {
        try withHub { local in
            let hub = try local.hub(["HF_TOKEN": "secret"])
            _ = try hub.fetch(reference("gated"), progress: .silent)
            _ = try hub.fetch(reference("elsewhere"), progress: .silent)
            for request in try local.requests() {
                let isElsewhere = request[1].hasPrefix("/bytes/elsewhere")
                #expect(request[3] == (isElsewhere ? "-" : "Bearer secret"), "\(request)")
            }
        }
    }

    @Test func `Offline, missing weights are an error that says so`() throws {
        try withHub { local in
            let found = problem {
                _ = try local.hub(["HF_HUB_OFFLINE": "TRUE"]).file(reference("fine"), progress: .silent)
            }
            #expect(found?.description.contains("HF_HUB_OFFLINE") == true)
            #expect(!FileManager.default.fileExists(atPath: local.folder.appending(path: "requests.txt").path))
        }
    }

    @Test func `A server that nobody started is an error, not a wait without end`() throws {
        let settings = try HubSettings(environment: ["HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_CACHE": "/nowhere"])
        let hub = WeightHub(settings, client: HubClient(settings: settings, attempts: 2, firstDelay: 0))
        let found = problem { _ = try hub.fetch(reference("fine"), progress: .silent) }
        #expect(found?.description.contains("failed 2 times") == true)
    }
}
