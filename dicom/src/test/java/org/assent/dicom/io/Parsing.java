package org.assent.dicom.io;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.source.BytesSource;

/** Parsing of bytes in memory, for tests. */
public final class Parsing {
    private Parsing() {}

    /** The file that {@code bytes} are. */
    public static DicomFile parse(byte[] bytes) throws IOException, DicomParseException {
        return new DicomReader().read(BytesSource.of(bytes));
    }

    /** The reason for which {@code bytes} cannot be stored; fails if they can. */
    public static Reason fault(byte[] bytes) {
        return fault(bytes, ParseLimits.standard());
    }

    static Reason fault(byte[] bytes, ParseLimits limits) {
        DicomParseException fault = catchThrowableOfType(
                DicomParseException.class,
                () -> new DicomReader(limits).read(BytesSource.of(bytes)).identity());
        return fault.reason();
    }
}
