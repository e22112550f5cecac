"""Decode + augment (the winners' recipe) + resize to 224 px on one core: albumentations + OpenCV beside Cygnet.

    pip install albumentations==2.0.8 opencv-python-headless==5.0.0.93
    python compare.py [FOLDER OF JPEG CROPS]        default: ../../../shared/data/slice3d/sample-images

Both read the same JPEG bytes from memory and end with 224 x 224 x 3 bytes. They take turns; printed are the medians of the
microseconds per crop and of the paired ratios.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})

import albumentations as A
import cv2
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZE, ROUNDS, PAIRS = 224, 20, 9


def recipe():
    return A.Compose([
        A.Transpose(p=0.5), A.VerticalFlip(p=0.5), A.HorizontalFlip(p=0.5),
        A.RandomBrightnessContrast(0.2, 0.2, p=0.75),
        A.OneOf([
            A.MotionBlur(blur_limit=5), A.MedianBlur(blur_limit=5), A.GaussianBlur(blur_limit=5),
            A.GaussNoise(std_range=(5 ** 0.5 / 255, 30 ** 0.5 / 255))], p=0.7),
        A.OneOf([
            A.OpticalDistortion(distort_limit=1.0), A.GridDistortion(num_steps=5, distort_limit=1.0),
            A.ElasticTransform(alpha=3)], p=0.7),
        A.CLAHE(clip_limit=4.0, p=0.7),
        A.HueSaturationValue(10, 20, 10, p=0.5),
        A.ShiftScaleRotate(shift_limit=0.1, scale_limit=0.1, rotate_limit=15, border_mode=0, p=0.85),
        A.Resize(SIZE, SIZE),
        A.CoarseDropout(num_holes_range=(1, 1), hole_height_range=(0.375, 0.375), hole_width_range=(0.375, 0.375), p=0.7),
    ], seed=1)


def peer(crops, transform):
    start = time.perf_counter()
    for crop in crops:
        image = cv2.cvtColor(cv2.imdecode(crop, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        transform(image=image)["image"]
    return (time.perf_counter() - start) / len(crops) * 1e6


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/slice3d/sample-images"
    files = sorted(folder.glob("*.jpg"))
    if not files:
        sys.exit(f"No JPEG files in {folder}.")
    crops = [numpy.frombuffer(file.read_bytes(), dtype=numpy.uint8) for file in files]
    cv2.setNumThreads(1)
    transform = recipe()
    peer(crops, transform)
    ours, theirs = [], []
    for _ in range(PAIRS):
        output = subprocess.run([ROOT / ".build/release/augmentation-benchmark", folder, str(SIZE), str(ROUNDS)],
                                check=True, capture_output=True, text=True).stdout
        ours.append(float(output))
        theirs.append(peer(crops * 4, transform))
    ratios = [their / our for our, their in zip(ours, theirs)]
    print(f"albumentations {A.__version__}, OpenCV {cv2.__version__}, {len(crops)} crops, {PAIRS} pairs, one core")
    print(f"albumentations + OpenCV  {statistics.median(theirs):7.0f} us per crop")
    print(f"Cygnet                   {statistics.median(ours):7.0f} us per crop")
    print(f"ratio                    {statistics.median(ratios):7.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


main()
