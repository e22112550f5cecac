/// The version of Cygnet.
public enum CygnetVersion {
    /// The current version, as `cygnet --version` prints it and `run.json` records it.
    public static let current = "0.1.0"
}
