#include "cpixels.h"

#include <string.h>

// Loops over this many bytes at once become vector instructions.
enum { LANES = 32 };

// The same code once more for processors with wider vectors, chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define FOR_WIDE_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_WIDE_VECTORS
#endif

FOR_WIDE_VECTORS void cpixels_weighted_mean(const uint8_t *const *lines, const uint16_t *weights, int64_t taps, int64_t count,
                           uint8_t *out) {
    for (int64_t start = 0; start < count; start += LANES) {
        const int64_t lanes = count - start < LANES ? count - start : LANES;
        uint16_t sums[LANES];
        for (int lane = 0; lane < LANES; lane++) sums[lane] = 128;
        for (int64_t tap = 0; tap < taps; tap++) {
            uint8_t line[LANES] = {0};
            if (lanes == LANES)
                memcpy(line, lines[tap] + start, LANES);
            else
                memcpy(line, lines[tap] + start, (size_t)lanes);
            for (int lane = 0; lane < LANES; lane++) sums[lane] = (uint16_t)(sums[lane] + line[lane] * weights[tap]);
        }
        uint8_t means[LANES];
        for (int lane = 0; lane < LANES; lane++) means[lane] = (uint8_t)(sums[lane] >> 8);
        memcpy(out + start, means, (size_t)lanes);
    }
}

// Puts the smaller of every two bytes into `low` and the larger into `high`.
__attribute__((always_inline)) static inline void exchange(uint8_t *low, uint8_t *high) {
    for (int lane = 0; lane < LANES; lane++) {
        const uint8_t a = low[lane], b = high[lane];
        low[lane] = a < b ? a : b;
        high[lane] = a < b ? b : a;
    }
}

// Of a window that holds more than half of the values, the smallest and the largest cannot be the median: both are forgotten
// and the next value comes in, until one is left.
__attribute__((always_inline)) static inline void median(uint8_t values[][LANES], int taps, uint8_t *out) {
    int last = taps / 2 + 1;
    for (int next = last + 1;; next++, last--) {
        for (int i = 1; i <= last; i++) exchange(values[0], values[i]);
        for (int i = 1; i < last; i++) exchange(values[i], values[last]);
        if (next == taps) break;
        memcpy(values[0], values[next], LANES);
    }
    memcpy(out, values[1], LANES);
}

FOR_WIDE_VECTORS void cpixels_median(const uint8_t *const *lines, int64_t taps, int64_t count, uint8_t *out) {
    for (int64_t start = 0; start < count; start += LANES) {
        const size_t lanes = (size_t)(count - start < LANES ? count - start : LANES);
        uint8_t values[25][LANES] = {{0}}, result[LANES];
        for (int64_t tap = 0; tap < taps; tap++) memcpy(values[tap], lines[tap] + start, lanes);
        // Constants, so that each becomes a straight row of instructions.
        if (taps == 9)
            median(values, 9, result);
        else if (taps == 25)
            median(values, 25, result);
        else
            median(values, (int)taps, result);
        memcpy(out + start, result, lanes);
    }
}

void cpixels_luma(const uint8_t *pixels, int64_t count, uint8_t *out) {
    for (int64_t i = 0; i < count; i++)
        out[i] = (uint8_t)((77 * pixels[3 * i] + 150 * pixels[3 * i + 1] + 29 * pixels[3 * i + 2] + 128) >> 8);
}

static inline uint8_t byte(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

void cpixels_shift(uint8_t *pixels, const uint8_t *from, const uint8_t *to, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const int change = to[i] - from[i];
        pixels[3 * i] = byte(pixels[3 * i] + change);
        pixels[3 * i + 1] = byte(pixels[3 * i + 1] + change);
        pixels[3 * i + 2] = byte(pixels[3 * i + 2] + change);
    }
}

void cpixels_blend_tables(const uint8_t *levels, const float *upper, const float *lower, const int32_t *left,
                          const int32_t *right, const float *share, float down, int64_t count, uint8_t *out) {
    for (int64_t i = 0; i < count; i++) {
        const int32_t first = left[i] + levels[i], second = right[i] + levels[i];
        const float rest = 1 - share[i];
        const float above = upper[first] * rest + upper[second] * share[i];
        const float below = lower[first] * rest + lower[second] * share[i];
        const float value = above * (1 - down) + below * down;
        // Adding 2^23 leaves no room for a fraction: it is rounded away, and the low byte is the level.
        const float shifted = value + 0x1p23f;
        uint32_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        out[i] = (uint8_t)bits;
    }
}
