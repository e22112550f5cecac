#include "raw_decode.h"

#include <turbojpeg.h>

long raw_decode(const uint8_t *const *crops, const size_t *sizes, size_t count, uint8_t *pixels) {
    long sum = 0;
    tjhandle decoder = tjInitDecompress();
    for (size_t index = 0; index < count && sum >= 0; ++index) {
        int width, height, subsampling, colours;
        if (tjDecompressHeader3(decoder, crops[index], sizes[index], &width, &height, &subsampling, &colours) != 0 ||
            tjDecompress2(decoder, crops[index], sizes[index], pixels, width, 0, height, TJPF_RGB,
                          TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0) {
            sum = -1;
        } else {
            sum += pixels[3 * width];
        }
    }
    tjDestroy(decoder);
    return sum;
}
