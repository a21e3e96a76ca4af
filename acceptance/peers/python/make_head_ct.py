"""Writes the real head CT of Debian's package invesalius-examples as a DICOM CT series.

    python make_head_ct.py Cranium.inv3 OUTPUT_FOLDER

Cranium.inv3 is a tar.gz of a raw volume (108 slices, 256 x 256, int16 Hounsfield units, 0.957 x 0.957 x 1.5 mm) and
property lists. The pixels are real; header fields are made here, and UIDs repeat from run to run. Prints the
StudyInstanceUID.
"""

import pathlib
import plistlib
import sys
import tarfile

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid


def uid(name: str) -> str:
    return generate_uid(prefix="2.25.", entropy_srcs=["assent head CT", name])


def read_volume(inv3: pathlib.Path):
    with tarfile.open(inv3) as archive:
        members = {pathlib.PurePath(m.name).name: m for m in archive.getmembers() if m.isfile()}
        main = plistlib.loads(archive.extractfile(members["main.plist"]).read())
        voxels = archive.extractfile(members["matrix.dat"]).read()
    return np.frombuffer(voxels, "<i2").reshape(main["matrix"]["shape"]), main["spacing"]


def slice_dataset(volume, spacing, number: int) -> FileDataset:
    _, rows, columns = volume.shape
    dx, dy, dz = spacing
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = uid(f"slice {number}")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID, ds.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = "20120914"
    ds.StudyTime = ds.SeriesTime = ds.ContentTime = "151208"
    ds.AccessionNumber, ds.Modality, ds.Manufacturer = "HEADCT1", "CT", "InVesalius example"
    ds.ReferringPhysicianName = "Referring^Doctor"
    ds.StudyDescription, ds.SeriesDescription = "Head CT", "Cranium 1.5 mm"
    ds.PatientName, ds.PatientID, ds.IssuerOfPatientID = "Cranium^Case", "CRANIUM-1", "NORTH"
    ds.PatientBirthDate, ds.PatientSex = "19600101", "O"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid("study"), uid("series")
    ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = uid("frame of reference"), ""
    ds.StudyID, ds.SeriesNumber, ds.AcquisitionNumber, ds.InstanceNumber = "1", 1, 1, number
    ds.BodyPartExamined, ds.PatientPosition, ds.KVP = "HEAD", "HFS", "120"
    ds.ImagePositionPatient = [-columns * dx / 2, -rows * dy / 2, (number - 1) * dz]
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.SliceThickness = ds.SpacingBetweenSlices = dz
    ds.PixelSpacing, ds.SliceLocation = [dy, dx], (number - 1) * dz
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns, ds.BitsAllocated, ds.BitsStored, ds.HighBit = rows, columns, 16, 16, 15
    ds.PixelRepresentation, ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = 1, 0, 1, "HU"
    ds.WindowCenter, ds.WindowWidth = 40, 400
    ds.PixelData = volume[number - 1].astype("<i2").tobytes()
    return ds


def main() -> int:
    inv3, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    volume, spacing = read_volume(inv3)
    for number in range(1, volume.shape[0] + 1):
        slice_dataset(volume, spacing, number).save_as(folder / f"ct{number:03d}.dcm", enforce_file_format=True)
    print(uid("study"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
