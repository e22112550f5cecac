import Diagnostics
public import Foundation

/// Where weights come from and where they are kept, by the environment variables of Hugging Face's own tools.
///
/// Source: `huggingface_hub/constants.py`.
public struct HubSettings: Sendable, Equatable {
    /// The hub's address: `HF_ENDPOINT`, or `https://huggingface.co`.
    public var endpoint: URL
    /// The folder of the cache: `HF_HUB_CACHE`, else `HF_HOME/hub`, else `XDG_CACHE_HOME/huggingface/hub`, else
    /// `~/.cache/huggingface/hub`.
    public var cache: URL
    /// What the hub knows the user by: `HF_TOKEN`, else the file `HF_TOKEN_PATH` or `token` in the folder `HF_HOME`.
    public var token: String?
    /// Whether nothing may be fetched: `HF_HUB_OFFLINE` is 1, true, yes or on.
    public var isOffline: Bool

    /// Reads the settings of an environment.
    ///
    /// - Throws: `HubError` where `HF_ENDPOINT` is not the address of a web server.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(HubError) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        func folder(_ path: String) -> URL { URL(filePath: (path as NSString).expandingTildeInPath) }
        let address = value("HF_ENDPOINT") ?? "https://huggingface.co"
        guard let endpoint = URL(string: address), ["http", "https"].contains(endpoint.scheme), endpoint.host != nil
        else {
            throw HubError(
                .usage,
                what: "HF_ENDPOINT is not the address of a web server",
                expected: "https://huggingface.co, for example",
                found: address
            )
        }
        let general = value("XDG_CACHE_HOME") ?? "\(value("HOME") ?? "~")/.cache"
        let home = folder(value("HF_HOME") ?? "\(general)/huggingface")
        self.endpoint = endpoint
        cache = value("HF_HUB_CACHE").map(folder) ?? home.appending(path: "hub")
        isOffline = ["1", "true", "yes", "on"].contains(value("HF_HUB_OFFLINE")?.lowercased())
        let tokenFile = value("HF_TOKEN_PATH").map(folder) ?? home.appending(path: "token")
        token =
            value("HF_TOKEN")
            ?? (try? String(contentsOf: tokenFile, encoding: .utf8)).flatMap {
                let text = $0.trimmingCharacters(in: .whitespacesAndNewlines)
                return text.isEmpty ? nil : text
            }
    }
}
