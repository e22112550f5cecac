/// One of the eight ways to lay a square on itself: a lesion looks like a lesion from each of them.
///
/// A view first exchanges rows and columns where `transposes`, then mirrors. Test-time augmentation scores several views
/// of a crop and averages.
public enum TestTimeView: String, Sendable, Codable, CaseIterable {
    /// As it is.
    case identity
    /// Left and right exchanged.
    case horizontalFlip
    /// Top and bottom exchanged.
    case verticalFlip
    /// Turned by 180 degrees: both flips.
    case halfTurn
    /// Rows and columns exchanged.
    case transpose
    /// Turned by 90 degrees clockwise.
    case quarterTurn
    /// Turned by 90 degrees anticlockwise.
    case threeQuarterTurn
    /// Mirrored at the other diagonal.
    case antiTranspose

    /// The four views that keep rows as rows: the test-time flips.
    public static let flips: [TestTimeView] = [.identity, .horizontalFlip, .verticalFlip, .halfTurn]

    /// Puts a view together: rows and columns are exchanged first, then the image is mirrored.
    init(transposes: Bool, mirrorsColumns: Bool, mirrorsRows: Bool) {
        switch (transposes, mirrorsColumns, mirrorsRows) {
        case (false, false, false): self = .identity
        case (false, true, false): self = .horizontalFlip
        case (false, false, true): self = .verticalFlip
        case (false, true, true): self = .halfTurn
        case (true, false, false): self = .transpose
        case (true, true, false): self = .quarterTurn
        case (true, false, true): self = .threeQuarterTurn
        case (true, true, true): self = .antiTranspose
        }
    }

    /// Whether rows and columns are exchanged.
    package var transposes: Bool {
        switch self {
        case .identity, .horizontalFlip, .verticalFlip, .halfTurn: false
        case .transpose, .quarterTurn, .threeQuarterTurn, .antiTranspose: true
        }
    }

    /// Whether left and right are exchanged, after `transposes`.
    package var mirrorsColumns: Bool {
        switch self {
        case .horizontalFlip, .halfTurn, .quarterTurn, .antiTranspose: true
        case .identity, .verticalFlip, .transpose, .threeQuarterTurn: false
        }
    }

    /// Whether top and bottom are exchanged, after `transposes`.
    package var mirrorsRows: Bool {
        switch self {
        case .verticalFlip, .halfTurn, .threeQuarterTurn, .antiTranspose: true
        case .identity, .horizontalFlip, .transpose, .quarterTurn: false
        }
    }

    /// The view that undoes this one.
    public var inverse: TestTimeView {
        switch self {
        case .quarterTurn: .threeQuarterTurn
        case .threeQuarterTurn: .quarterTurn
        default: self
        }
    }
}

extension RGBImage {
    /// Returns the image laid out as `view` says; views with a transposition exchange width and height.
    public func viewed(as view: TestTimeView) -> RGBImage {
        if view == .identity { return self }
        let newWidth = view.transposes ? height : width
        let newHeight = view.transposes ? width : height
        // How far apart in this image two neighbours of the new image lie, and where its first pixel is.
        let columnStep = (view.transposes ? width : 1) * (view.mirrorsColumns ? -3 : 3)
        let rowStep = (view.transposes ? 1 : width) * (view.mirrorsRows ? -3 : 3)
        let origin =
            (view.mirrorsColumns ? -columnStep * (newWidth - 1) : 0)
            + (view.mirrorsRows ? -rowStep * (newHeight - 1) : 0)
        return RGBImage(width: newWidth, height: newHeight) { output in
            pixels.withUnsafeBufferPointer { input in
                var target = 0
                for row in 0..<newHeight {
                    var source = origin + row * rowStep
                    for _ in 0..<newWidth {
                        output[target] = input[source]
                        output[target + 1] = input[source + 1]
                        output[target + 2] = input[source + 2]
                        target += 3
                        source += columnStep
                    }
                }
            }
        }
    }
}
