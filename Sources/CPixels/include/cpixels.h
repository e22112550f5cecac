// The innermost loops of the augmentation, where a processor's vector instructions decide.
//
// Arithmetic is in whole numbers (or, where it is not, in one fixed order), so results are the same on every processor.
#pragma once
#include "cpixels_four.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The steps of a pixel's side at which weights are given; there is one more entry, for the end.
#define CPIXELS_STEPS 256

/// The bits behind the point of a weight: one is 1 << 14.
#define CPIXELS_WEIGHT_BITS 14

/// An image of 4 bytes per pixel (red, green, blue, idle) that is mirrored at its borders: 1 pixel before its first column and
/// row and 2 behind its last, so that every tap of a kernel of 4 x 4 pixels lies inside.
typedef struct {
    const uint8_t *pixels;  ///< The first pixel of the border.
    int64_t row_bytes;      ///< The bytes from a row to the next.
    int32_t width;          ///< The columns without the border.
    int32_t height;         ///< The rows without the border.
} cpixels_image;

/// Reads `count` colours at (xs[i], ys[i]), where pixel centres are whole numbers, and writes 3 bytes each to `out`.
///
/// Points outside are mirrored at the outermost pixel centres. `weights` holds CPIXELS_STEPS + 1 rows of 4 weights that sum to
/// one. Points must be finite.
void cpixels_sample(cpixels_image image, const float *xs, const float *ys, int64_t count, const int16_t *weights,
                    uint8_t *out);

/// The same without vector instructions; for processors without them, and to test the other against.
void cpixels_sample_portable(cpixels_image image, const float *xs, const float *ys, int64_t count,
                             const int16_t *weights, uint8_t *out);

/// Writes the weighted mean of `taps` lines of `count` bytes. `weights` are in 1/256 and sum to 256.
void cpixels_weighted_mean(const uint8_t *const *lines, const uint16_t *weights, int64_t taps, int64_t count,
                           uint8_t *out);

/// Writes the median of `taps` lines of `count` bytes, byte by byte. `taps` is odd, at most 25.
void cpixels_median(const uint8_t *const *lines, int64_t taps, int64_t count, uint8_t *out);

/// Writes the luma (Rec. 601) of `count` pixels of 3 bytes.
void cpixels_luma(const uint8_t *pixels, int64_t count, uint8_t *out);

/// Adds `to[i] - from[i]` to the 3 bytes of pixel `i`.
void cpixels_shift(uint8_t *pixels, const uint8_t *from, const uint8_t *to, int64_t count);

/// Blends four tables of every level of a line: `left[i]` and `right[i]` are where the tables of the two neighbouring tiles
/// begin, `share[i]` is the part of the right one, `down` that of the lower one. Rounds halves to even.
void cpixels_blend_tables(const uint8_t *levels, const float *upper, const float *lower, const int32_t *left,
                          const int32_t *right, const float *share, float down, int64_t count, uint8_t *out);

#ifdef __cplusplus
}
#endif
