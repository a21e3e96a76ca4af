package org.assent.dicomweb.wado;

import java.util.Optional;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.io.TransferSyntaxConversion;
import org.assent.dicomweb.http.MediaRange;

/**
 * In which transfer syntax an instance leaves: PS3.18 §8.7.3.5.2. There are no codecs here yet, so what is compressed leaves
 * as it is stored or not at all.
 */
enum TransferSyntaxChoice {
    /** The bytes as they were received. */
    AS_STORED,
    /** Rewritten as Explicit VR Little Endian. */
    EXPLICIT_LITTLE_ENDIAN;

    /**
     * Chooses for one instance.
     *
     * @param asked a UID, {@code *} for as stored, or empty for the default
     * @param lenient whether, without a transfer syntax, compressed instances may leave as they are stored even if they
     *     could be decompressed without loss: where the client accepts everything
     * @return empty if it cannot be given so (406)
     */
    static Optional<TransferSyntaxChoice> of(TransferSyntax stored, Optional<String> asked, boolean lenient) {
        if (asked.isPresent()) {
            String wanted = asked.get();
            if (wanted.equals(MediaRange.AS_STORED)
                    || wanted.equals(stored.uid().value())) {
                return Optional.of(AS_STORED);
            }
            boolean explicit =
                    wanted.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value());
            return explicit && TransferSyntaxConversion.isConvertible(stored)
                    ? Optional.of(EXPLICIT_LITTLE_ENDIAN)
                    : Optional.empty();
        }
        if (stored == TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN) {
            return Optional.of(AS_STORED);
        }
        if (TransferSyntaxConversion.isConvertible(stored)) {
            return Optional.of(EXPLICIT_LITTLE_ENDIAN);
        }
        return stored.mayBeLossy() || lenient ? Optional.of(AS_STORED) : Optional.empty();
    }
}
