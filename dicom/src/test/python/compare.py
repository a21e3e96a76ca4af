#!/usr/bin/env python3
"""Holds DICOM JSON that Assent made against pydicom's, file by file.

    compare.py FOLDER_OF_DICOM_FILES FOLDER_OF_JSON [--frames] [--explicit]

For FOLDER_OF_DICOM_FILES/a.dcm it takes FOLDER_OF_JSON/a.dcm.json: one DICOM JSON object or an array of one. Files without
a JSON are counted and named. With --frames, a.dcm.frames holds all frames joined and is compared with the fragments and native
pixels as pydicom reads them. With --explicit, a.dcm.explicit, where there is one, is the file converted to Explicit VR Little Endian
and must hold the same data set and pixels. Prints each difference; exit code 1 if there is any, 2 if nothing was compared.

What is not held to be a difference is in dicom/docs/dicom-json-normalizations.md; the function names below are the ids there.
"""
import argparse
import base64
import json
import math
import pathlib
import re
import struct
import sys
import warnings

import pydicom
from pydicom import config, datadict
from pydicom.encaps import generate_frames

warnings.simplefilter("ignore")
PIXELS = ("7FE00008", "7FE00009", "7FE00010")
SWAPPED = {"OW": 2, "OL": 4, "OF": 4, "OD": 8, "OV": 8}
NOT_TEXT = ("SQ", "PN", "OB", "OW", "OL", "OF", "OD", "OV", "UN")


def n1_private_dictionary():
    """Private attributes of implicit files are UN: pydicom's private dictionary is turned off."""
    datadict.private_dictionaries.clear()


def n2_left_out(attributes):
    """No group lengths and no group 0002."""
    return {tag: a for tag, a in attributes.items() if not tag.endswith("0000") and not tag.startswith("0002")}


def n3_character_set(attributes):
    """Specific Character Set says UTF-8, which the JSON is in."""
    for attribute in attributes.values():
        for item in attribute.get("Value") or [] if attribute["vr"] == "SQ" else []:
            if item:
                n3_character_set(item)
    if attributes.get("00080005", {}).get("Value"):
        attributes["00080005"]["Value"] = ["ISO_IR 192"]
    return attributes


def n4_number(vr, value):
    """DS, IS, SV and UV are numbers or strings of the same value; FL in its 32 bits; NaN and infinities as strings."""
    if value is None:
        return None
    try:
        number = float(value) if vr in ("DS", "FL", "FD") else int(float(value) if "." in str(value) else value)
    except (ValueError, OverflowError):
        return str(value).strip()
    if isinstance(number, float) and not math.isfinite(number):
        return repr(number)
    if vr == "FL":
        return struct.pack("<f", number)
    return number


def n5_padding(value):
    """Spaces and NUL at the end of a text value are padding; an empty text value is none."""
    return (value.rstrip(" \0") or None) if isinstance(value, str) else value


def n6_byte_order(vr, encoded, big_endian, bits=0):
    """InlineBinary is little endian; pydicom gives the bytes of a big endian file as they are."""
    raw = base64.b64decode(encoded)
    word = bits // 8 if bits in (32, 64) else SWAPPED.get(vr, 1)
    if big_endian and word > 1:
        raw = b"".join(raw[i : i + word][::-1] for i in range(0, len(raw), word))
    return raw


def n7_empty(attribute):
    """A value of no content is no value: [], [null], "" and an InlineBinary of nothing."""
    values = [v for v in attribute.get("Value", []) if v is not None]
    if attribute["vr"] != "SQ" and not values:
        attribute.pop("Value", None)
    if not attribute.get("Value", True):
        attribute.pop("Value")
    if not attribute.get("InlineBinary", True):
        attribute.pop("InlineBinary")
    return attribute


def n8_pixels(tag, attribute):
    """Pixel data is a reference; what it refers to is compared as frames."""
    return {"vr": attribute["vr"], "pixels": True} if tag in PIXELS and len(attribute) > 1 else attribute


def n9_person_name(name):
    """An empty component group is left out; spaces at its end are padding; nor are empty components at its end a difference."""
    if name is None:
        return None
    return {group: text.rstrip(" ") for group, text in name.items() if text.rstrip(" ")} or None


def n10_refused(dataset, theirs, ours):
    """An attribute whose value pydicom refuses to convert is not compared: ours has the text as it is."""
    refused = [tag for tag in ours if tag not in theirs and int(tag, 16) in dataset]
    return {tag: attribute for tag, attribute in ours.items() if tag not in refused}


def n11_even(raw):
    """A converted file has the padding that an odd length in the original left out."""
    return raw + b"\0" * (len(raw) % 2)


def normalized(attributes, big_endian):
    result = {}
    for tag, attribute in n2_left_out(attributes).items():
        vr = attribute["vr"]
        attribute = dict(attribute)
        if vr == "SQ" and "Value" in attribute:
            attribute["Value"] = [normalized(item or {}, big_endian) for item in attribute["Value"]]
        elif vr == "PN" and "Value" in attribute:
            attribute["Value"] = [n9_person_name(name) for name in attribute["Value"]]
        elif vr in ("DS", "IS", "SV", "UV", "FL", "FD") and "Value" in attribute:
            attribute["Value"] = [n4_number(vr, value) for value in attribute["Value"]]
        elif "Value" in attribute:
            attribute["Value"] = [n5_padding(value) for value in attribute["Value"]]
        attribute = n8_pixels(tag, attribute)
        if "InlineBinary" in attribute:
            attribute["InlineBinary"] = n11_even(n6_byte_order(vr, attribute["InlineBinary"], big_endian))
        result[tag] = n7_empty(attribute)
    return result


def differences(ours, theirs, path=""):
    for tag in sorted(set(ours) | set(theirs)):
        where = f"{path}{tag}"
        if tag not in ours or tag not in theirs:
            yield f"{where}: only {'in pydicom' if tag in theirs else 'in ours'}"
        elif ours[tag].get("vr") == "SQ" and theirs[tag].get("vr") == "SQ":
            mine, other = ours[tag].get("Value", []), theirs[tag].get("Value", [])
            if len(mine) != len(other):
                yield f"{where}: {len(mine)} items, pydicom {len(other)}"
            for number, (a, b) in enumerate(zip(mine, other), 1):
                yield from differences(a, b, f"{where}.{number}.")
        elif ours[tag] != theirs[tag]:
            yield f"{where}: {str(ours[tag])[:160]} pydicom {str(theirs[tag])[:160]}"


def big_endian(dataset):
    return dataset.file_meta.get("TransferSyntaxUID") == "1.2.840.10008.1.2.2"


def frames_of(dataset):
    """All frames joined, in little endian, as the standard lays them out; None if there are no pixels."""
    element = next((dataset[int(tag, 16)] for tag in PIXELS if int(tag, 16) in dataset), None)
    if element is None:
        return None
    text = str(dataset.get("NumberOfFrames") or 1)
    count = int(text) if text.isdigit() else 1
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        return b"".join(generate_frames(element.value, number_of_frames=count))
    value = n6_byte_order(element.VR, base64.b64encode(element.value), big_endian(dataset), dataset.get("BitsAllocated"))
    samples = 2 if "422" in dataset.get("PhotometricInterpretation", "") else dataset.get("SamplesPerPixel", 1)
    bits = dataset.get("Rows", 0) * dataset.get("Columns", 0) * samples * dataset.get("BitsAllocated", 0)
    if bits % 8 or not bits:
        return None
    return value[: bits // 8 * count]


def json_of(dataset):
    return normalized(
        n3_character_set(dataset.to_json_dict(bulk_data_threshold=2**40, suppress_invalid_tags=True)),
        big_endian(dataset),
    )


def conversion(dataset, file):
    converted = pydicom.dcmread(file)
    if converted.file_meta.TransferSyntaxUID != "1.2.840.10008.1.2.1":
        yield "converted: transfer syntax is " + converted.file_meta.TransferSyntaxUID
    for difference in differences(json_of(converted), json_of(dataset)):
        yield "converted: " + difference
    if frames_of(converted) != frames_of(dataset):
        yield "converted: pixels differ"


def compare(file, results, with_frames, with_explicit):
    text = (results / f"{file.name}.json").read_text(encoding="utf-8")
    ours = json.loads(text)
    ours = ours[0] if isinstance(ours, list) else ours
    if list(ours) != sorted(ours) or not all(re.fullmatch("[0-9A-F]{8}", key) for key in ours):
        yield "keys are not ascending tags (DW-J-02)"
    dataset = pydicom.dcmread(file)
    theirs = n3_character_set(dataset.to_json_dict(bulk_data_threshold=2**40, suppress_invalid_tags=True))
    swap = big_endian(dataset)
    ours = n10_refused(dataset, theirs, ours)
    yield from differences(normalized(ours, False), normalized(theirs, swap))
    joined = frames_of(dataset) if with_frames else None
    if joined is not None:
        mine = (results / f"{file.name}.frames").read_bytes()
        if mine != joined:
            yield f"frames: {len(mine)} bytes, pydicom {len(joined)}, not equal"
    converted = results / f"{file.name}.explicit"
    if with_explicit and converted.exists():
        yield from conversion(dataset, converted)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dicom", type=pathlib.Path)
    parser.add_argument("json", type=pathlib.Path)
    parser.add_argument("--frames", action="store_true")
    parser.add_argument("--explicit", action="store_true")
    arguments = parser.parse_args()
    n1_private_dictionary()
    config.settings.reading_validation_mode = config.IGNORE
    compared, missing, different = 0, [], 0
    for file in sorted(f for f in arguments.dicom.iterdir() if f.is_file()):
        if not (arguments.json / f"{file.name}.json").exists():
            missing.append(file.name)
            continue
        compared += 1
        found = list(compare(file, arguments.json, arguments.frames, arguments.explicit))
        different += bool(found)
        for difference in found:
            print(f"{file.name}: {difference}")
    print(f"{compared} compared, {different} different, {len(missing)} without JSON: {' '.join(missing)}")
    sys.exit(2 if not compared else 1 if different else 0)


if __name__ == "__main__":
    main()
