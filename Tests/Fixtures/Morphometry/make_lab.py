"""Colours in CIELAB as scikit-image has them: writes lab.json. Needs scikit-image==0.26.0, numpy==2.4.6."""

import json
from pathlib import Path

import numpy as np
from skimage.color import rgb2lab

generator = np.random.default_rng(1)
corners = [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [1, 2, 3], [10, 10, 10], [5, 40, 2]]
rgb = np.array(corners + generator.integers(0, 256, (56, 3)).tolist(), dtype=np.uint8)
lab = rgb2lab(rgb[None])[0]
Path(__file__).with_name("lab.json").write_text(
    json.dumps({"rgb": rgb.tolist(), "lab": lab.round(6).tolist()}) + "\n"
)
