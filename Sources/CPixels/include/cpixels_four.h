// Instructions for four numbers at once that Swift has no spelling for.
#pragma once

typedef float cpixels_four __attribute__((ext_vector_type(4)));

/// The four square roots in one instruction, rounded like a single one.
static inline cpixels_four cpixels_square_roots(cpixels_four numbers) { return __builtin_elementwise_sqrt(numbers); }

/// Four times four numbers.
typedef struct {
    cpixels_four x, y, z, w;
} cpixels_four_fours;

/// Four rows of four numbers as four columns.
static inline cpixels_four_fours cpixels_transposed(cpixels_four first, cpixels_four second, cpixels_four third,
                                                    cpixels_four fourth) {
    const cpixels_four low = __builtin_shufflevector(first, second, 0, 4, 1, 5);
    const cpixels_four low_next = __builtin_shufflevector(third, fourth, 0, 4, 1, 5);
    const cpixels_four high = __builtin_shufflevector(first, second, 2, 6, 3, 7);
    const cpixels_four high_next = __builtin_shufflevector(third, fourth, 2, 6, 3, 7);
    return (cpixels_four_fours){
        .x = __builtin_shufflevector(low, low_next, 0, 1, 4, 5),
        .y = __builtin_shufflevector(low, low_next, 2, 3, 6, 7),
        .z = __builtin_shufflevector(high, high_next, 0, 1, 4, 5),
        .w = __builtin_shufflevector(high, high_next, 2, 3, 6, 7),
    };
}

/// The first of every pair of two times two pairs.
static inline cpixels_four cpixels_firsts(cpixels_four pairs, cpixels_four more) {
    return __builtin_shufflevector(pairs, more, 0, 2, 4, 6);
}

/// The second of every pair of two times two pairs.
static inline cpixels_four cpixels_seconds(cpixels_four pairs, cpixels_four more) {
    return __builtin_shufflevector(pairs, more, 1, 3, 5, 7);
}
