/// A set of pixels.
struct Bitmap {
    let width: Int
    let height: Int
    /// `[height, width]`: 1 for a pixel of the set, else 0.
    var bits: [UInt8]

    /// An empty set.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bits = [UInt8](repeating: 0, count: width * height)
    }

    /// The number of pixels in the set.
    var count: Int { bits.reduce(0) { $0 &+ Int($1) } }

    /// The pixels that are not in the set.
    var complement: Bitmap {
        var result = self
        for place in bits.indices { result.bits[place] = 1 - bits[place] }
        return result
    }

    /// The bits with a border of one pixel that repeats the outermost ones, or is empty: `[height + 2, width + 2]`.
    func padded(repeating isRepeated: Bool) -> [UInt8] {
        let (line, width, height) = (width + 2, width, height)
        let mask: UInt8 = isRepeated ? 1 : 0
        return [UInt8](unsafeUninitializedCapacity: line * (height + 2)) { padded, count in
            bits.withUnsafeBufferPointer { bits in
                for row in 0..<height &+ 2 {
                    let source = min(max(row &- 1, 0), height &- 1) &* width
                    let target = row &* line
                    let isInside = row > 0 && row <= height
                    for column in 0..<width {
                        padded[target &+ column &+ 1] = bits[source &+ column] & (isInside ? 1 : mask)
                    }
                    padded[target] = padded[target &+ 1] & mask
                    padded[target &+ line &- 1] = padded[target &+ line &- 2] & mask
                }
            }
            count = line * (height + 2)
        }
    }

    /// The set with the eight neighbours of each of its pixels.
    func widened() -> Bitmap {
        changed { set, line in
            let above = set[-line - 1] | set[-line] | set[1 - line]
            let below = set[line - 1] | set[line] | set[line + 1]
            return above | below | set[-1] | set[0] | set[1]
        }
    }

    /// Takes away what is thinner than three pixels, and of the rest all but the largest component; a set that would
    /// vanish stays as it is.
    mutating func open() {
        var kept = eroded().dilated()
        for place in bits.indices { kept.bits[place] &= bits[place] }
        var largest: (places: [Int32], count: Int) = ([], 0)
        kept.forEachComponent { component in
            if component.places.count > largest.count { largest = (Array(component.places), component.places.count) }
        }
        guard largest.count > 0 else { return }
        bits = [UInt8](repeating: 0, count: bits.count)
        for place in largest.places { bits[Int(place)] = 1 }
    }

    /// The set with all pixels that are at most `times` steps to the side, up or down away.
    func dilated(times: Int) -> Bitmap {
        var result = self
        for _ in 0..<times { result = result.dilated() }
        return result
    }

    /// The pixels whose four neighbours are in the set; beyond the edge everything is.
    private func eroded() -> Bitmap {
        changed { set, line in set[0] & set[-1] & set[1] & set[-line] & set[line] }
    }

    /// The set with the four neighbours of each of its pixels.
    private func dilated() -> Bitmap {
        changed { set, line in set[0] | set[-1] | set[1] | set[-line] | set[line] }
    }

    /// The pixels for which `rule` gives 1, from the pixel in the padded set and the length of that set's rows.
    @inline(__always)
    private func changed(_ rule: (_ set: UnsafePointer<UInt8>, _ line: Int) -> UInt8) -> Bitmap {
        var result = self
        padded(repeating: true).withUnsafeBufferPointer { set in
            result.bits.withUnsafeMutableBufferPointer { bits in
                guard let source = set.baseAddress, let target = bits.baseAddress else { return }
                for row in 0..<height {
                    let (own, padded) = (target + row * width, source + (row + 1) * (width + 2) + 1)
                    for column in 0..<width { own[column] = rule(padded + column, width + 2) }
                }
            }
        }
        return result
    }
}
