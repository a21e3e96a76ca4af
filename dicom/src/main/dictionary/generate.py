#!/usr/bin/env python3
"""Writes the dictionary tables of the module dicom from pydicom's, which follow DICOM PS3.6.

    python3 -m venv v && v/bin/pip install pydicom==3.0.2
    v/bin/python dicom/src/main/dictionary/generate.py dicom/src/main/resources/org/assent/dicom/dictionary

elements.tsv: tag (x = any digit), keyword, VR (alternatives joined by /), VM, R if retired; sorted by tag.
uids.tsv: UID, type, name, R if retired; sorted by UID.
"""
import pathlib
import sys

import pydicom
from pydicom import _dicom_dict, _uid_dict
from pydicom._version import __dicom_version__

SOURCE = f"# PS3.6 {__dicom_version__}, from pydicom {pydicom.__version__}; made by dicom/src/main/dictionary/generate.py"


def main(folder: pathlib.Path) -> None:
    rows = {f"{tag:08X}": entry for tag, entry in _dicom_dict.DicomDictionary.items()}
    rows.update({tag.upper().replace("X", "x"): entry for tag, entry in _dicom_dict.RepeatersDictionary.items()})
    elements = []
    for tag, (vr, vm, _, retired, keyword) in sorted(rows.items()):
        if keyword and vr != "NONE":
            elements.append("\t".join((tag, keyword, vr.replace(" or ", "/"), vm, "R" if retired else "")).rstrip())
    uids = []
    for uid, (name, kind, _, retired, _) in sorted(_uid_dict.UID_dictionary.items()):
        uids.append("\t".join((uid, kind, name.replace(" (Retired)", ""), "R" if retired else "")).rstrip())
    for name, lines in (("elements.tsv", elements), ("uids.tsv", uids)):
        (folder / name).write_text("\n".join([SOURCE, *lines]) + "\n", encoding="utf-8")
        print(name, len(lines))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
