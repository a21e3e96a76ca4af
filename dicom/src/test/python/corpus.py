#!/usr/bin/env python3
"""Writes src/test/resources/pydicom-corpus.tsv: what is to become of each of pydicom's test files, as pydicom sees them.

    python3 -m venv v && v/bin/pip install pydicom==3.0.2 numpy
    v/bin/python dicom/src/test/python/corpus.py > dicom/src/test/resources/pydicom-corpus.tsv

Columns: name, SHA-256, `stored` or the reason (a name of DicomParseException.Reason) for which it is refused.
"""
import hashlib
import pathlib
import struct
import warnings

import pydicom
from pydicom import config
from pydicom.errors import InvalidDicomError
from pydicom.uid import UID, MediaStorageDirectoryStorage

REQUIRED = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")


def ends_inside_an_element(file):
    """pydicom takes what is there of the last element: hold its declared length against the file's."""
    dataset = pydicom.dcmread(file)
    raw = [dataset.get_item(tag) for tag in dataset.keys()]
    size = file.stat().st_size
    deflated = dataset.file_meta.get("TransferSyntaxUID") == "1.2.840.10008.1.2.1.99"
    order = "<" if dataset.original_encoding[1] else ">"
    return not deflated and any(
        e.is_raw and (e.length != 0xFFFFFFFF and e.value_tell + e.length > size or ends_inside_an_item(e, order))
        for e in raw
    )


def ends_inside_an_item(element, order):
    """Likewise for the items of a sequence of known length."""
    position = 0
    while element.VR == "SQ" and element.value and position + 8 <= len(element.value):
        length = struct.unpack_from(order + "L", element.value, position + 4)[0]
        if length == 0xFFFFFFFF:
            return False
        position += 8 + length
    return position > len(element.value or b"")


def outcome(file):
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        try:
            dataset = pydicom.dcmread(file)
            dataset.walk(lambda _, element: element.value)
        except InvalidDicomError:
            return "NOT_DICOM"
        except (EOFError, ValueError, TypeError) as fault:
            if "invalid literal" not in str(fault):
                return "TRUNCATED"
    if any("found implicit VR" in str(warning.message) for warning in raised):
        return "MALFORMED"
    if any("End of file" in str(warning.message) for warning in raised):
        return "TRUNCATED"
    if not dataset.file_meta.get("TransferSyntaxUID"):
        return "UNSUPPORTED_TRANSFER_SYNTAX"
    if ends_inside_an_element(file):
        return "TRUNCATED"
    if dataset.file_meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage:
        return "UNSUPPORTED_SOP_CLASS"
    for keyword in REQUIRED:
        if not dataset.get(keyword):
            return "MISSING_UID"
        if not UID(dataset[keyword].value).is_valid:
            return "INVALID_UID"
    return "stored"


def main():
    config.settings.reading_validation_mode = config.IGNORE
    folder = pathlib.Path(pydicom.__file__).parent / "data" / "test_files"
    print(f"# test files of pydicom {pydicom.__version__}; made by dicom/src/test/python/corpus.py")
    for file in sorted(folder.glob("*.dcm")):
        print(file.name, hashlib.sha256(file.read_bytes()).hexdigest(), outcome(file), sep="\t")


if __name__ == "__main__":
    main()
