/// What the structural check found in a model text.
public struct BoosterStructure: Sendable, Equatable {
    /// The columns' names as written in the file.
    public let featureNames: [String]

    /// How many trees there are.
    public let treeCount: Int

    /// Leaves of the largest tree.
    public let largestLeafCount: Int
}
