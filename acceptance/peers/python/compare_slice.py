"""Compares what a viewer drew with the same slice decoded by an independent reader.

    python compare_slice.py CANVAS.png FOLDER_OF_DICOM_FILES WINDOW_CENTER WINDOW_WIDTH

The viewer fits the image into its canvas, keeping the aspect. Each file is windowed (PS3.3 C.11.2.1.2), scaled to the
fitted size and compared; the best match is the slice that was drawn. Prints one JSON object: the file, the mean
difference of 255, and the number of distinct grey values on the canvas.
"""

import json
import pathlib
import sys

import numpy as np
import pydicom
from PIL import Image


def windowed(path: pathlib.Path, center: float, width: float) -> Image.Image:
    ds = pydicom.dcmread(path)
    values = ds.pixel_array.astype(float) * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))
    grey = ((values - (center - 0.5)) / (width - 1) + 0.5) * 255
    return Image.fromarray(np.clip(grey, 0, 255).astype("uint8"))


def main() -> int:
    canvas = Image.open(sys.argv[1]).convert("L")
    center, width = float(sys.argv[3]), float(sys.argv[4])
    best = None
    for path in sorted(pathlib.Path(sys.argv[2]).glob("*.dcm")):
        image = windowed(path, center, width)
        scale = min(canvas.width / image.width, canvas.height / image.height)
        size = (round(image.width * scale), round(image.height * scale))
        left, top = (canvas.width - size[0]) // 2, (canvas.height - size[1]) // 2
        drawn = np.asarray(canvas.crop((left, top, left + size[0], top + size[1])), dtype=float)
        wanted = np.asarray(image.resize(size, Image.Resampling.BILINEAR), dtype=float)
        difference = float(np.abs(drawn - wanted).mean())
        if best is None or difference < best["meanDifference"]:
            best = {"file": path.name, "meanDifference": difference}
    best["distinct"] = len(np.unique(np.asarray(canvas)))
    print(json.dumps(best))
    return 0


if __name__ == "__main__":
    sys.exit(main())
