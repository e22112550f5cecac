"""Golden values of the Imaging room, from Pillow.

    pip install pillow==12.0.0 numpy
    python make_imaging.py [path of shared/data/slice3d]

Writes beside itself:
* pattern_<W>x<H>.ppm: synthetic images, and resized/<W>x<H>-<w>x<h>.ppm: what Pillow's BICUBIC makes of them;
* jpeg/*.jpg: small JPEGs of every kind the decoder accepts or refuses, and jpeg/*.ppm: what Pillow decodes;
* two_pixels.png: a red and a blue pixel as an uncompressed PNG, by Python's zlib;
* crops.json: for the real crops of `sample-images`, the sha256 of the decoded pixels and of every resized image. The
  crops themselves are not ours to commit.
"""

import hashlib
import json
import pathlib
import struct
import sys
import zlib

import numpy
from PIL import Image, __version__

assert __version__ == "12.0.0", f"Pillow 12.0.0 makes these fixtures, not {__version__}"
here = pathlib.Path(__file__).parent
slice3d = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../../../../shared/data/slice3d"


def pattern(width, height, seed):
    """Noise, a gradient and hard edges: everything that clipping and rounding can stumble over."""
    generator = numpy.random.default_rng(seed)
    pixels = generator.integers(0, 256, (height, width, 3), dtype=numpy.uint8)
    y, x = numpy.mgrid[0:height, 0:width]
    half = x < width // 2
    pixels[half] = numpy.stack([x * 255 // width, y * 255 // height, (x + y) * 7 % 256], -1)[half]
    pixels[(x - width // 4) ** 2 + (y - height // 2) ** 2 < (min(width, height) // 5) ** 2] = (255, 0, 255)
    return Image.fromarray(pixels)


def save(image, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


for width, height, sizes in [
    (37, 23, [(64, 64), (16, 16), (37, 50), (5, 23), (1, 1), (90, 11)]),
    (61, 61, [(24, 24), (80, 80), (61, 61)]),
    (3, 2, [(7, 7), (1, 5)]),
    (1, 1, [(4, 3)]),
]:
    image = pattern(width, height, seed=width)
    save(image, here / f"pattern_{width}x{height}.ppm")
    for size in sizes:
        resized = image.resize(size, Image.Resampling.BICUBIC)
        save(resized, here / f"resized/{width}x{height}-{size[0]}x{size[1]}.ppm")

photo = pattern(45, 33, seed=7).resize((90, 66), Image.Resampling.BICUBIC)
(here / "jpeg").mkdir(exist_ok=True)
accepted = {
    "baseline_420": dict(quality=90, subsampling="4:2:0"),
    "baseline_422": dict(quality=75, subsampling="4:2:2"),
    "baseline_444": dict(quality=95, subsampling="4:4:4"),
    "progressive": dict(quality=85, progressive=True),
    "restarts": dict(quality=85, restart_marker_rows=1),
    "rgb": dict(quality=85, keep_rgb=True),
}
for name, options in accepted.items():
    photo.save(here / f"jpeg/{name}.jpg", **options)
photo.convert("L").save(here / "jpeg/grey.jpg", quality=90)
for name in [*accepted, "grey"]:
    Image.open(here / f"jpeg/{name}.jpg").convert("RGB").save(here / f"jpeg/{name}.ppm")
photo.convert("CMYK").save(here / "jpeg/cmyk.jpg", quality=90)

def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
body = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\0\0\xff", 0))
(here / "two_pixels.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b""))
with Image.open(here / "two_pixels.png") as two:
    assert list(two.getdata()) == [(255, 0, 0), (0, 0, 255)]

crops = {}
for path in sorted((slice3d / "sample-images").glob("*.jpg")):
    image = Image.open(path).convert("RGB")
    entry = {"width": image.width, "height": image.height, "sha256": hashlib.sha256(image.tobytes()).hexdigest()}
    entry["resized"] = {
        f"{w}x{h}": hashlib.sha256(image.resize((w, h), Image.Resampling.BICUBIC).tobytes()).hexdigest()
        for w, h in [(32, 32), (64, 64), (96, 96), (128, 128), (224, 224), (336, 336), (50, 200), (260, 90)]
    }
    crops[path.name] = entry
(here / "crops.json").write_text(json.dumps(crops, indent=1, sort_keys=True) + "\n")
print(f"{len(crops)} crops")
