/// A seeded, copyable source of random bits: xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64.
///
/// Every random choice in Cygnet draws from a generator that is passed explicitly. Independent streams are derived from
/// one seed and a list of keys (fold, epoch, sample ...), so that results never depend on the order or number of workers.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable, Codable {
    private var state0: UInt64
    private var state1: UInt64
    private var state2: UInt64
    private var state3: UInt64

    /// Makes the generator of `seed`, or the independent stream of `seed` that `keys` name.
    public init(seed: UInt64, keys: UInt64...) {
        self.init(seed: seed, keyList: keys)
    }

    /// Makes the stream of `seed` named by `keyList`.
    public init(seed: UInt64, keyList: [UInt64]) {
        var mixer = SplitMix64(state: seed)
        for key in keyList {
            mixer = SplitMix64(state: mixer.next() ^ key &* 0x9E37_79B9_7F4A_7C15)
        }
        state0 = mixer.next()
        state1 = mixer.next()
        state2 = mixer.next()
        state3 = mixer.next()
    }

    /// Returns a seed of its own for whatever `keys` name.
    public static func derived(seed: UInt64, keys: UInt64...) -> UInt64 {
        var generator = SeededGenerator(seed: seed, keyList: keys)
        return generator.next()
    }

    /// Returns the next 64 random bits.
    public mutating func next() -> UInt64 {
        let result = rotateLeft(state1 &* 5, by: 7) &* 9
        let shifted = state1 << 17
        state2 ^= state0
        state3 ^= state1
        state1 ^= state2
        state0 ^= state3
        state2 ^= shifted
        state3 = rotateLeft(state3, by: 45)
        return result
    }

    private func rotateLeft(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): turns a seed into well-mixed state.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
