#pragma once
#include <stddef.h>
#include <stdint.h>

/// Decodes `count` JPEGs, one after another and one decoder for all, with the flags that Cygnet uses; returns the sum of one
/// byte of each, or -1 where one cannot be decoded. `pixels` holds the largest.
long raw_decode(const uint8_t *_Nonnull const *_Nonnull crops, const size_t *_Nonnull sizes, size_t count,
                uint8_t *_Nonnull pixels);
