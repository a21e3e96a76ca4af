package org.assent.dicom;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The number of an attribute: group and element, 16 bits each.
 *
 * <p>PS3.5 §7.1. Constants exist for the attributes this project names; {@code DataDictionary} knows the rest.
 *
 * @param value group in the upper, element in the lower 16 bits
 */
public record Tag(int value) implements Comparable<Tag> {
    /** FileMetaInformationGroupLength. */
    public static final Tag FILE_META_INFORMATION_GROUP_LENGTH = new Tag(0x00020000);

    /** FileMetaInformationVersion. */
    public static final Tag FILE_META_INFORMATION_VERSION = new Tag(0x00020001);

    /** MediaStorageSOPClassUID. */
    public static final Tag MEDIA_STORAGE_SOP_CLASS_UID = new Tag(0x00020002);

    /** MediaStorageSOPInstanceUID. */
    public static final Tag MEDIA_STORAGE_SOP_INSTANCE_UID = new Tag(0x00020003);

    /** TransferSyntaxUID. */
    public static final Tag TRANSFER_SYNTAX_UID = new Tag(0x00020010);

    /** ImplementationClassUID. */
    public static final Tag IMPLEMENTATION_CLASS_UID = new Tag(0x00020012);

    /** ImplementationVersionName. */
    public static final Tag IMPLEMENTATION_VERSION_NAME = new Tag(0x00020013);

    /** SpecificCharacterSet. */
    public static final Tag SPECIFIC_CHARACTER_SET = new Tag(0x00080005);

    /** ImageType. */
    public static final Tag IMAGE_TYPE = new Tag(0x00080008);

    /** SOPClassUID. */
    public static final Tag SOP_CLASS_UID = new Tag(0x00080016);

    /** SOPInstanceUID. */
    public static final Tag SOP_INSTANCE_UID = new Tag(0x00080018);

    /** StudyDate. */
    public static final Tag STUDY_DATE = new Tag(0x00080020);

    /** SeriesDate. */
    public static final Tag SERIES_DATE = new Tag(0x00080021);

    /** AcquisitionDate. */
    public static final Tag ACQUISITION_DATE = new Tag(0x00080022);

    /** ContentDate. */
    public static final Tag CONTENT_DATE = new Tag(0x00080023);

    /** StudyTime. */
    public static final Tag STUDY_TIME = new Tag(0x00080030);

    /** SeriesTime. */
    public static final Tag SERIES_TIME = new Tag(0x00080031);

    /** AcquisitionTime. */
    public static final Tag ACQUISITION_TIME = new Tag(0x00080032);

    /** ContentTime. */
    public static final Tag CONTENT_TIME = new Tag(0x00080033);

    /** AccessionNumber. */
    public static final Tag ACCESSION_NUMBER = new Tag(0x00080050);

    /** InstanceAvailability. */
    public static final Tag INSTANCE_AVAILABILITY = new Tag(0x00080056);

    /** Modality. */
    public static final Tag MODALITY = new Tag(0x00080060);

    /** ModalitiesInStudy. */
    public static final Tag MODALITIES_IN_STUDY = new Tag(0x00080061);

    /** Manufacturer. */
    public static final Tag MANUFACTURER = new Tag(0x00080070);

    /** ReferringPhysicianName. */
    public static final Tag REFERRING_PHYSICIAN_NAME = new Tag(0x00080090);

    /** TimezoneOffsetFromUTC. */
    public static final Tag TIMEZONE_OFFSET_FROM_UTC = new Tag(0x00080201);

    /** StudyDescription. */
    public static final Tag STUDY_DESCRIPTION = new Tag(0x00081030);

    /** SeriesDescription. */
    public static final Tag SERIES_DESCRIPTION = new Tag(0x0008103E);

    /** ReferencedSOPClassUID. */
    public static final Tag REFERENCED_SOP_CLASS_UID = new Tag(0x00081150);

    /** ReferencedSOPInstanceUID. */
    public static final Tag REFERENCED_SOP_INSTANCE_UID = new Tag(0x00081155);

    /** RetrieveURL. */
    public static final Tag RETRIEVE_URL = new Tag(0x00081190);

    /** WarningReason. */
    public static final Tag WARNING_REASON = new Tag(0x00081196);

    /** FailureReason. */
    public static final Tag FAILURE_REASON = new Tag(0x00081197);

    /** FailedSOPSequence. */
    public static final Tag FAILED_SOP_SEQUENCE = new Tag(0x00081198);

    /** ReferencedSOPSequence. */
    public static final Tag REFERENCED_SOP_SEQUENCE = new Tag(0x00081199);

    /** OtherFailuresSequence. */
    public static final Tag OTHER_FAILURES_SEQUENCE = new Tag(0x0008119A);

    /** AvailableTransferSyntaxUID. */
    public static final Tag AVAILABLE_TRANSFER_SYNTAX_UID = new Tag(0x00083002);

    /** PatientName. */
    public static final Tag PATIENT_NAME = new Tag(0x00100010);

    /** PatientID. */
    public static final Tag PATIENT_ID = new Tag(0x00100020);

    /** IssuerOfPatientID. */
    public static final Tag ISSUER_OF_PATIENT_ID = new Tag(0x00100021);

    /** PatientBirthDate. */
    public static final Tag PATIENT_BIRTH_DATE = new Tag(0x00100030);

    /** PatientSex. */
    public static final Tag PATIENT_SEX = new Tag(0x00100040);

    /** OtherPatientIDsSequence. */
    public static final Tag OTHER_PATIENT_IDS_SEQUENCE = new Tag(0x00101002);

    /** BodyPartExamined. */
    public static final Tag BODY_PART_EXAMINED = new Tag(0x00180015);

    /** SliceThickness. */
    public static final Tag SLICE_THICKNESS = new Tag(0x00180050);

    /** KVP. */
    public static final Tag KVP = new Tag(0x00180060);

    /** SpacingBetweenSlices. */
    public static final Tag SPACING_BETWEEN_SLICES = new Tag(0x00180088);

    /** PatientPosition. */
    public static final Tag PATIENT_POSITION = new Tag(0x00185100);

    /** StudyInstanceUID. */
    public static final Tag STUDY_INSTANCE_UID = new Tag(0x0020000D);

    /** SeriesInstanceUID. */
    public static final Tag SERIES_INSTANCE_UID = new Tag(0x0020000E);

    /** StudyID. */
    public static final Tag STUDY_ID = new Tag(0x00200010);

    /** SeriesNumber. */
    public static final Tag SERIES_NUMBER = new Tag(0x00200011);

    /** AcquisitionNumber. */
    public static final Tag ACQUISITION_NUMBER = new Tag(0x00200012);

    /** InstanceNumber. */
    public static final Tag INSTANCE_NUMBER = new Tag(0x00200013);

    /** ImagePositionPatient. */
    public static final Tag IMAGE_POSITION_PATIENT = new Tag(0x00200032);

    /** ImageOrientationPatient. */
    public static final Tag IMAGE_ORIENTATION_PATIENT = new Tag(0x00200037);

    /** FrameOfReferenceUID. */
    public static final Tag FRAME_OF_REFERENCE_UID = new Tag(0x00200052);

    /** PositionReferenceIndicator. */
    public static final Tag POSITION_REFERENCE_INDICATOR = new Tag(0x00201040);

    /** SliceLocation. */
    public static final Tag SLICE_LOCATION = new Tag(0x00201041);

    /** NumberOfStudyRelatedSeries. */
    public static final Tag NUMBER_OF_STUDY_RELATED_SERIES = new Tag(0x00201206);

    /** NumberOfStudyRelatedInstances. */
    public static final Tag NUMBER_OF_STUDY_RELATED_INSTANCES = new Tag(0x00201208);

    /** NumberOfSeriesRelatedInstances. */
    public static final Tag NUMBER_OF_SERIES_RELATED_INSTANCES = new Tag(0x00201209);

    /** SamplesPerPixel. */
    public static final Tag SAMPLES_PER_PIXEL = new Tag(0x00280002);

    /** PhotometricInterpretation. */
    public static final Tag PHOTOMETRIC_INTERPRETATION = new Tag(0x00280004);

    /** PlanarConfiguration. */
    public static final Tag PLANAR_CONFIGURATION = new Tag(0x00280006);

    /** NumberOfFrames. */
    public static final Tag NUMBER_OF_FRAMES = new Tag(0x00280008);

    /** Rows. */
    public static final Tag ROWS = new Tag(0x00280010);

    /** Columns. */
    public static final Tag COLUMNS = new Tag(0x00280011);

    /** PixelSpacing. */
    public static final Tag PIXEL_SPACING = new Tag(0x00280030);

    /** BitsAllocated. */
    public static final Tag BITS_ALLOCATED = new Tag(0x00280100);

    /** BitsStored. */
    public static final Tag BITS_STORED = new Tag(0x00280101);

    /** HighBit. */
    public static final Tag HIGH_BIT = new Tag(0x00280102);

    /** PixelRepresentation. */
    public static final Tag PIXEL_REPRESENTATION = new Tag(0x00280103);

    /** WindowCenter. */
    public static final Tag WINDOW_CENTER = new Tag(0x00281050);

    /** WindowWidth. */
    public static final Tag WINDOW_WIDTH = new Tag(0x00281051);

    /** RescaleIntercept. */
    public static final Tag RESCALE_INTERCEPT = new Tag(0x00281052);

    /** RescaleSlope. */
    public static final Tag RESCALE_SLOPE = new Tag(0x00281053);

    /** RescaleType. */
    public static final Tag RESCALE_TYPE = new Tag(0x00281054);

    /** ScheduledProcedureStepID. */
    public static final Tag SCHEDULED_PROCEDURE_STEP_ID = new Tag(0x00400009);

    /** PerformedProcedureStepStartDate. */
    public static final Tag PERFORMED_PROCEDURE_STEP_START_DATE = new Tag(0x00400244);

    /** PerformedProcedureStepStartTime. */
    public static final Tag PERFORMED_PROCEDURE_STEP_START_TIME = new Tag(0x00400245);

    /** RequestAttributesSequence. */
    public static final Tag REQUEST_ATTRIBUTES_SEQUENCE = new Tag(0x00400275);

    /** RequestedProcedureID. */
    public static final Tag REQUESTED_PROCEDURE_ID = new Tag(0x00401001);

    /** ExtendedOffsetTable. */
    public static final Tag EXTENDED_OFFSET_TABLE = new Tag(0x7FE00001);

    /** ExtendedOffsetTableLengths. */
    public static final Tag EXTENDED_OFFSET_TABLE_LENGTHS = new Tag(0x7FE00002);

    /** FloatPixelData. */
    public static final Tag FLOAT_PIXEL_DATA = new Tag(0x7FE00008);

    /** DoubleFloatPixelData. */
    public static final Tag DOUBLE_FLOAT_PIXEL_DATA = new Tag(0x7FE00009);

    /** PixelData. */
    public static final Tag PIXEL_DATA = new Tag(0x7FE00010);

    /** Item (FFFE,E000). */
    public static final Tag ITEM = new Tag(0xFFFEE000);

    /** Item Delimitation Item (FFFE,E00D). */
    public static final Tag ITEM_DELIMITATION = new Tag(0xFFFEE00D);

    /** Sequence Delimitation Item (FFFE,E0DD). */
    public static final Tag SEQUENCE_DELIMITATION = new Tag(0xFFFEE0DD);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The tag of two 16-bit numbers; higher bits are ignored. */
    public static Tag of(int group, int element) {
        return new Tag((group << 16) | (element & 0xFFFF));
    }

    /** Reads exactly eight hexadecimal digits of either case, or gives empty. */
    public static Optional<Tag> parse(String text) {
        if (text.length() != 8 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(new Tag(HexFormat.fromHexDigits(text)));
    }

    /** The group number, 0 to 0xFFFF. */
    public int group() {
        return value >>> 16;
    }

    /** The element number, 0 to 0xFFFF. */
    public int element() {
        return value & 0xFFFF;
    }

    /** Whether the group is odd (PS3.5 §7.8). */
    public boolean isPrivate() {
        return (group() & 1) == 1;
    }

    /** Whether this is a Private Creator (gggg,0010-00FF) of an odd group. */
    public boolean isPrivateCreator() {
        return isPrivate() && element() >= 0x10 && element() <= 0xFF;
    }

    /** The Private Creator element that reserves the block of this private attribute (PS3.5 §7.8.1). */
    public Tag privateCreator() {
        return of(group(), element() >>> 8);
    }

    /** Whether this is a Group Length (gggg,0000). */
    public boolean isGroupLength() {
        return element() == 0;
    }

    /** Ascending by group, then element, both unsigned: the order in a data set. */
    @Override
    public int compareTo(Tag other) {
        return Integer.compareUnsigned(value, other.value);
    }

    /** Eight upper-case hexadecimal digits, as in DICOM JSON: {@code 00100020}. */
    @Override
    public String toString() {
        return HEX.toHexDigits(value);
    }
}
