"""Makes the golden values of the augmentation from OpenCV: local contrast, median blur and lens distortion.

    pip install opencv-python-headless==5.0.0.93 numpy && python make_augmentation.py

`augmentation.json` holds grey planes as nested lists: the input, CLAHE at two limits, and medians; and where a lens takes points
from, as shares of the sides. One plane has sides of whole tiles, the other has not.
"""

import json
import pathlib

import cv2
import numpy


def plane(height, width, random):
    """A blob on a ramp with noise: levels of every kind."""
    y, x = numpy.mgrid[0:height, 0:width]
    blob = numpy.exp(-(((x - 0.6 * width) / 12) ** 2 + ((y - 0.4 * height) / 9) ** 2))
    values = 60 + 90 * x / width - 55 * blob + random.normal(0, 6, (height, width))
    return values.clip(0, 255).astype(numpy.uint8)


def lens(strength):
    """Points on a grid and where OpenCV's undistortion reads them, as shares seen from the centre; the focal length is the side."""
    side = 1000
    camera = numpy.array([[side, 0, side / 2], [0, side, side / 2], [0, 0, 1]], dtype=numpy.float64)
    maps = cv2.initUndistortRectifyMap(
        camera, numpy.array([strength, strength, 0, 0, 0], dtype=numpy.float64), None, camera, (side, side), cv2.CV_32FC1)
    points = [(x, y) for x in (0, 250, 500, 900) for y in (0, 100, 700)]
    share = lambda value: float(value) / side - 0.5
    return {"strength": strength,
            "points": [[share(x), share(y), share(maps[0][y, x]), share(maps[1][y, x])] for x, y in points]}


def main():
    random = numpy.random.default_rng(20240906)
    planes = []
    for height, width in [(61, 53), (48, 64)]:
        grey = plane(height, width, random)
        planes.append({
            "width": width, "height": height, "input": grey.flatten().tolist(),
            "equalised": [
                {"limit": limit, "output": cv2.createCLAHE(limit, (8, 8)).apply(grey).flatten().tolist()}
                for limit in (1.5, 4.0)],
            "medians": [
                {"side": side, "output": cv2.medianBlur(grey, side).flatten().tolist()} for side in (3, 5)]})
    golden = {"opencv": cv2.__version__, "planes": planes, "lenses": [lens(k) for k in (0.7, -0.4)]}
    path = pathlib.Path(__file__).with_name("augmentation.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size)


main()
