import Foundation
import TestSupport
import Testing

@testable import WeightHub

@Suite struct HubSettingsTests {
    @Test func `The cache is where Hugging Face's tools have it`() throws {
        func cache(_ environment: [String: String]) throws -> String {
            try HubSettings(environment: environment).cache.path
        }
        #expect(try cache(["HOME": "/home/a"]) == "/home/a/.cache/huggingface/hub")
        #expect(try cache(["HOME": "/home/a", "XDG_CACHE_HOME": "/x"]) == "/x/huggingface/hub")
        #expect(try cache(["HOME": "/home/a", "XDG_CACHE_HOME": "/x", "HF_HOME": "/h"]) == "/h/hub")
        #expect(try cache(["HF_HOME": "/h", "HF_HUB_CACHE": "/c"]) == "/c")
    }

    @Test func `The token comes from the environment or from the file that the login writes`() throws {
        try Places.withTemporaryFolder { folder in
            #expect(try HubSettings(environment: ["HF_HOME": folder.path]).token == nil)
            try Data(" abc \n".utf8).write(to: folder.appending(path: "token"))
            #expect(try HubSettings(environment: ["HF_HOME": folder.path]).token == "abc")
            #expect(try HubSettings(environment: ["HF_HOME": folder.path, "HF_TOKEN": "def"]).token == "def")
        }
    }

    @Test(arguments: ["huggingface.co", "ftp://x", "http://"])
    func `An endpoint that is no address is refused`(endpoint: String) {
        #expect(throws: HubError.self) { try HubSettings(environment: ["HF_ENDPOINT": endpoint]) }
    }

    @Test func `Names are read as timm writes them, and nothing that would leave the cache`() throws {
        let plain = try HubReference(parsing: "hf-hub:timm/convnextv2_nano.fcmae_ft_in22k_in1k")
        #expect(plain?.repository == "timm/convnextv2_nano.fcmae_ft_in22k_in1k")
        #expect(plain?.revision == "main")
        #expect(try HubReference(parsing: "hf-hub:a/b@v1.0")?.revision == "v1.0")
        #expect(try HubReference(parsing: "weights/model.safetensors") == nil)
        for text in [
            "hf-hub:", "hf-hub:a", "hf-hub:a/b/c", "hf-hub:../b", "hf-hub:a/b@", "hf-hub:a/b?x", "hf-hub:a/..",
        ] {
            #expect(throws: HubError.self, "\(text)") { try HubReference(parsing: text) }
        }
    }
}
