#include "cpixels.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A column of four weighted pixels keeps 6 bits behind the point: 8 + 6 bits and the overshoot of the kernel fit in 16.
enum { COLUMN_SHIFT = CPIXELS_WEIGHT_BITS - 6, ROW_SHIFT = CPIXELS_WEIGHT_BITS + 6 };

// Mirrors a coordinate into 0 ... last.
__attribute__((always_inline)) static inline float mirrored(float x, float last) {
    if (x >= 0 && x <= last) return x;
    if (last <= 0) return 0;
    const float period = 2 * last;
    x = fabsf(fmodf(x, period));
    return x > last ? period - x : x;
}

// The first of the 4 x 4 pixels around a point, and the weights of its columns and rows.
typedef struct {
    const uint8_t *pixels;
    const int16_t *across;
    const int16_t *down;
} taps;

__attribute__((always_inline)) static inline taps find(const cpixels_image *image, float x, float y, const int16_t *weights) {
    x = mirrored(x, (float)(image->width - 1));
    y = mirrored(y, (float)(image->height - 1));
    const int32_t column = (int32_t)x, row = (int32_t)y;
    // The border is one pixel wide, and the first tap is one pixel before.
    return (taps){
        .pixels = image->pixels + row * image->row_bytes + column * 4,
        .across = weights + 4 * (int32_t)((x - (float)column) * CPIXELS_STEPS + 0.5f),
        .down = weights + 4 * (int32_t)((y - (float)row) * CPIXELS_STEPS + 0.5f),
    };
}

void cpixels_sample_portable(cpixels_image image, const float *xs, const float *ys, int64_t count,
                             const int16_t *weights, uint8_t *out) {
    for (int64_t i = 0; i < count; i++) {
        const taps at = find(&image, xs[i], ys[i], weights);
        for (int channel = 0; channel < 3; channel++) {
            int32_t sum = 1 << (ROW_SHIFT - 1);
            for (int column = 0; column < 4; column++) {
                int32_t line = 1 << (COLUMN_SHIFT - 1);
                for (int row = 0; row < 4; row++)
                    line += at.pixels[row * image.row_bytes + column * 4 + channel] * at.down[row];
                sum += (line >> COLUMN_SHIFT) * at.across[column];
            }
            sum >>= ROW_SHIFT;
            out[3 * i + channel] = (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
        }
    }
}

#if defined(__x86_64__)

__attribute__((always_inline)) static inline int32_t both(const int16_t *weights) {
    int32_t pair;
    memcpy(&pair, weights, sizeof pair);
    return pair;
}

// Weighs four columns, given as pairs of neighbours side by side, and writes the colour.
__attribute__((always_inline)) static inline void write_colour(__m128i left, __m128i right, const int16_t *across, uint8_t *out) {
    __m128i sum = _mm_add_epi32(_mm_madd_epi16(left, _mm_set1_epi32(both(across))),
                                _mm_madd_epi16(right, _mm_set1_epi32(both(across + 2))));
    sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(1 << (ROW_SHIFT - 1))), ROW_SHIFT);
    sum = _mm_packus_epi16(_mm_packs_epi32(sum, sum), sum);
    const int32_t colour = _mm_cvtsi128_si32(sum);
    memcpy(out, &colour, 3);
}

__attribute__((always_inline)) static inline __m128i row_of(const uint8_t *pixels) { return _mm_loadu_si128((const __m128i *)pixels); }

static void sample_sse2(cpixels_image image, const float *xs, const float *ys, int64_t count, const int16_t *weights,
                        uint8_t *out) {
    const __m128i zero = _mm_setzero_si128(), half = _mm_set1_epi32(1 << (COLUMN_SHIFT - 1));
    for (int64_t i = 0; i < count; i++) {
        const taps at = find(&image, xs[i], ys[i], weights);
        const __m128i upper = _mm_set1_epi32(both(at.down)), lower = _mm_set1_epi32(both(at.down + 2));
        const __m128i row0 = row_of(at.pixels), row1 = row_of(at.pixels + image.row_bytes);
        const __m128i row2 = row_of(at.pixels + 2 * image.row_bytes), row3 = row_of(at.pixels + 3 * image.row_bytes);
        const __m128i top_left = _mm_unpacklo_epi8(row0, row1), top_right = _mm_unpackhi_epi8(row0, row1);
        const __m128i bottom_left = _mm_unpacklo_epi8(row2, row3), bottom_right = _mm_unpackhi_epi8(row2, row3);
#define COLUMN(unpack, top, bottom)                                                                 \
    _mm_srai_epi32(_mm_add_epi32(half, _mm_add_epi32(_mm_madd_epi16(unpack(top, zero), upper),     \
                                                     _mm_madd_epi16(unpack(bottom, zero), lower))), \
                   COLUMN_SHIFT)
        const __m128i left = _mm_packs_epi32(COLUMN(_mm_unpacklo_epi8, top_left, bottom_left),
                                             COLUMN(_mm_unpackhi_epi8, top_left, bottom_left));
        const __m128i right = _mm_packs_epi32(COLUMN(_mm_unpacklo_epi8, top_right, bottom_right),
                                              COLUMN(_mm_unpackhi_epi8, top_right, bottom_right));
#undef COLUMN
        write_colour(_mm_unpacklo_epi16(left, _mm_srli_si128(left, 8)), _mm_unpacklo_epi16(right, _mm_srli_si128(right, 8)),
                     at.across, out + 3 * i);
    }
}

__attribute__((target("avx2"))) static void sample_avx2(cpixels_image image, const float *xs, const float *ys,
                                                        int64_t count, const int16_t *weights, uint8_t *out) {
    const __m256i half = _mm256_set1_epi32(1 << (COLUMN_SHIFT - 1));
    for (int64_t i = 0; i < count; i++) {
        const taps at = find(&image, xs[i], ys[i], weights);
        const __m256i upper = _mm256_set1_epi32(both(at.down)), lower = _mm256_set1_epi32(both(at.down + 2));
        const __m128i row0 = row_of(at.pixels), row1 = row_of(at.pixels + image.row_bytes);
        const __m128i row2 = row_of(at.pixels + 2 * image.row_bytes), row3 = row_of(at.pixels + 3 * image.row_bytes);
        // Each vector holds two columns, one in each half.
#define COLUMNS(unpack)                                                                                          \
    _mm256_srai_epi32(                                                                                           \
        _mm256_add_epi32(half, _mm256_add_epi32(_mm256_madd_epi16(_mm256_cvtepu8_epi16(unpack(row0, row1)), upper),  \
                                                _mm256_madd_epi16(_mm256_cvtepu8_epi16(unpack(row2, row3)), lower))), \
        COLUMN_SHIFT)
        const __m256i columns = _mm256_packs_epi32(COLUMNS(_mm_unpacklo_epi8), COLUMNS(_mm_unpackhi_epi8));
#undef COLUMNS
        const __m128i even = _mm256_castsi256_si128(columns), odd = _mm256_extracti128_si256(columns, 1);
        write_colour(_mm_unpacklo_epi16(even, odd), _mm_unpackhi_epi16(even, odd), at.across, out + 3 * i);
    }
}

void cpixels_sample(cpixels_image image, const float *xs, const float *ys, int64_t count, const int16_t *weights,
                    uint8_t *out) {
    (__builtin_cpu_supports("avx2") ? sample_avx2 : sample_sse2)(image, xs, ys, count, weights, out);
}

#else

void cpixels_sample(cpixels_image image, const float *xs, const float *ys, int64_t count, const int16_t *weights,
                    uint8_t *out) {
    cpixels_sample_portable(image, xs, ys, count, weights, out);
}

#endif
