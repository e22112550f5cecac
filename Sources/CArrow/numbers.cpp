#include "carrow.h"

#include <charconv>
#include <system_error>

extern "C" const char *carrow_parse_double(const char *first, const char *last, double *out) {
    const auto result = std::from_chars(first, last, *out);
    return result.ec == std::errc() ? result.ptr : nullptr;
}
