#!/usr/bin/env python3
"""Writes src/test/resources/pydicom-store.tsv: what a Store request is to make of each file of pydicom's own test data.

    python3 -m venv v && v/bin/pip install pydicom==3.0.2 numpy
    v/bin/python dicomweb-proxy/src/test/python/store_table.py > dicomweb-proxy/src/test/resources/pydicom-store.tsv

Columns: path below pydicom/data; SHA-256; what becomes of it in an empty store; what becomes of it when all files are sent to one
store in the order of the lines. `stored`, or the Failure Reason (0008,1197) in hexadecimal.
"""
import hashlib
import pathlib
import sys

import pydicom
from pydicom import config

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "dicom" / "src" / "test" / "python"))
from corpus import outcome  # noqa: E402  what pydicom says of one file, the same as for the table of the dicom module

FOLDERS = ("test_files", "charset_files")
# PS3.18 Table I.2-2 and PS3.7 Annex C; C40A is this product's own.
CANNOT_UNDERSTAND = "C000"
REASONS = {
    "NOT_DICOM": CANNOT_UNDERSTAND,
    "TRUNCATED": CANNOT_UNDERSTAND,
    "MALFORMED": CANNOT_UNDERSTAND,
    "MISSING_UID": "A900",
    "INVALID_UID": "0117",
    "UNSUPPORTED_TRANSFER_SYNTAX": "C122",
    "UNSUPPORTED_SOP_CLASS": "0122",
}
DUPLICATE_INSTANCE = "0111"
OTHER_PATIENT = "C40A"


class OneStore:
    """What is in a store that keeps the first instance of a UID and one patient a study."""

    def __init__(self):
        self.instances, self.patients = {}, {}

    def send(self, file, digest):
        dataset = pydicom.dcmread(file, stop_before_pixels=True)
        if self.instances.get(dataset.SOPInstanceUID, digest) != digest:
            return DUPLICATE_INSTANCE
        patient = tuple(str(dataset.get(keyword) or "").strip() for keyword in ("IssuerOfPatientID", "PatientID"))
        if self.patients.setdefault(dataset.StudyInstanceUID, patient) != patient:
            return OTHER_PATIENT
        self.instances[dataset.SOPInstanceUID] = digest
        return "stored"


def main():
    config.settings.reading_validation_mode = config.IGNORE
    data = pathlib.Path(pydicom.__file__).parent / "data"
    store = OneStore()
    print(f"# test data of pydicom {pydicom.__version__}; made by dicomweb-proxy/src/test/python/store_table.py")
    for folder in FOLDERS:
        for file in sorted(f for f in (data / folder).rglob("*") if f.is_file()):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            found = outcome(file)
            alone = REASONS.get(found, found)
            together = store.send(file, digest) if alone == "stored" else alone
            print(file.relative_to(data).as_posix(), digest, alone, together, sep="\t")


if __name__ == "__main__":
    main()
