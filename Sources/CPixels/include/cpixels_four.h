// Instructions for four numbers at once that Swift has no spelling for.
#pragma once

typedef float cpixels_four __attribute__((ext_vector_type(4)));

/// The four square roots in one instruction, rounded like a single one.
static inline cpixels_four cpixels_square_roots(cpixels_four numbers) { return __builtin_elementwise_sqrt(numbers); }
