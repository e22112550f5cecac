import Diagnostics
import Foundation
import Storage

/// A configuration as a tree of plain values, so that a file and `--set a.b=c` can change single values of a preset.
///
/// Every key must exist in the preset: a misspelt one is an error that lists the known keys, never silently ignored.
struct ConfigurationTree {
    private(set) var root: [String: Any]

    /// The tree of a value; keys are in snake case.
    init(of value: some Encodable) throws {
        let object = try JSONSerialization.jsonObject(with: Self.encoder.encode(value))
        guard let root = object as? [String: Any] else {
            throw ConfigurationError(Problem("a configuration must be a set of keys and values"))
        }
        self.root = root
    }

    /// The value that the tree describes.
    func value<Value: Decodable>(_ type: Value.Type) throws(ConfigurationError) -> Value {
        do {
            return try Self.decoder.decode(type, from: JSONSerialization.data(withJSONObject: root))
        } catch let error as DecodingError {
            throw ConfigurationError(error)
        } catch {
            throw ConfigurationError(Problem("the configuration cannot be read: \(error)"))
        }
    }

    /// Changes the values that a YAML file names.
    mutating func merge(file: URL) throws {
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(
                Problem("the configuration cannot be read", at: file.path, remedy: "Check the path given with --config")
            )
        }
        let loaded: Any
        do {
            loaded = try YAMLValue.parse(text)
        } catch {
            throw ConfigurationError(Problem("the configuration is not valid YAML: \(error)", at: file.path))
        }
        guard let changes = loaded as? [String: Any] else {
            throw ConfigurationError(
                Problem(
                    "the configuration must be a set of keys and values",
                    at: file.path,
                    expected: "`key: value` lines"
                )
            )
        }
        try merge(changes, into: &root, path: [], source: file.lastPathComponent)
    }

    /// Changes one value: `a.b=c`, where `c` is YAML (a number, a text, a list). List items are addressed by number.
    mutating func set(_ assignment: String) throws {
        guard let split = assignment.firstIndex(of: "="), split != assignment.startIndex else {
            throw ConfigurationError(
                Problem("cannot understand --set \(assignment)", expected: "--set key.key=value"),
                category: .usage
            )
        }
        let keys = assignment[..<split].split(separator: ".").map(String.init)
        let text = String(assignment[assignment.index(after: split)...])
        let value: Any
        do {
            value = try YAMLValue.parse(text)
        } catch {
            throw ConfigurationError(Problem("the value of --set \(assignment) is not valid YAML"), category: .usage)
        }
        root = try replacing(keys[...], in: root, with: value, assignment: assignment) as? [String: Any] ?? root
    }

    private func replacing(_ keys: ArraySlice<String>, in node: Any, with value: Any, assignment: String) throws -> Any
    {
        guard let key = keys.first else { return value }
        if var branch = node as? [String: Any] {
            guard let child = branch[key] else { throw unknown(key, known: branch.keys, source: "--set \(assignment)") }
            branch[key] = try replacing(keys.dropFirst(), in: child, with: value, assignment: assignment)
            return branch
        }
        if var list = node as? [Any], let position = Int(key) {
            guard list.indices.contains(position) else {
                throw ConfigurationError(
                    Problem(
                        "--set \(assignment) names an item that does not exist",
                        expected: "0 to \(list.count - 1)",
                        found: key
                    ),
                    category: .usage
                )
            }
            list[position] = try replacing(keys.dropFirst(), in: list[position], with: value, assignment: assignment)
            return list
        }
        throw ConfigurationError(
            Problem("--set \(assignment) goes deeper than the configuration does"),
            category: .usage
        )
    }

    private func merge(_ changes: [String: Any], into node: inout [String: Any], path: [String], source: String) throws
    {
        for (key, value) in changes {
            guard let present = node[key] else {
                throw unknown((path + [key]).joined(separator: "."), known: node.keys, source: source)
            }
            if let branch = value as? [String: Any], var child = present as? [String: Any] {
                try merge(branch, into: &child, path: path + [key], source: source)
                node[key] = child
            } else {
                node[key] = value
            }
        }
    }

    private func unknown(_ key: String, known: some Collection<String>, source: String) -> ConfigurationError {
        ConfigurationError(
            Problem(
                "unknown configuration key `\(key)`",
                at: source,
                expected: "one of " + known.sorted().joined(separator: ", ")
            )
        )
    }

    static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }()

    static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()
}
