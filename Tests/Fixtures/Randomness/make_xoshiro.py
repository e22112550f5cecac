"""Makes xoshiro.json: outputs of SplitMix64 and xoshiro256** written down independently in Python.

    python make_xoshiro.py > xoshiro.json

The recurrences are those of Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2018), and of Steele,
Lea and Flood, "Fast splittable pseudorandom number generators" (2014). The script checks itself against the first outputs
of SplitMix64 for the seed 1234567 and of xoshiro256** for the state 1, 2, 3, 4, which are published with many libraries.
"""

import json

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def splitmix(state):
    while True:
        state = (state + GAMMA) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def rotated(value, count):
    return ((value << count) | (value >> (64 - count))) & MASK


def xoshiro(state):
    s = list(state)
    while True:
        yield (rotated((s[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotated(s[3], 45)


def take(count, numbers):
    return [next(numbers) for _ in range(count)]


assert take(3, splitmix(1234567)) == [6457827717110365317, 3203168211198807973, 9817491932198370423]
assert take(4, xoshiro([1, 2, 3, 4])) == [11520, 0, 1509978240, 1215971899390074240]


def seeded(seed, keys):
    """The seeding of Cygnet's generator: SplitMix64, mixed again with every key."""
    state = seed
    for key in keys:
        state = next(splitmix(state)) ^ ((key * GAMMA) & MASK)
    return xoshiro(take(4, splitmix(state)))


streams = [(0, []), (42, []), (MASK, []), (42, [0]), (42, [1, 2]), (42, [2, 1]), (7, [MASK, 0, 3])]
print(
    json.dumps(
        {
            "streams": [
                {"seed": str(seed), "keys": [str(key) for key in keys], "outputs": [str(n) for n in take(8, seeded(seed, keys))]}
                for seed, keys in streams
            ]
        },
        indent=1,
    )
)
