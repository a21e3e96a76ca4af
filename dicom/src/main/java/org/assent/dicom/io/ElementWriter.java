package org.assent.dicom.io;

import java.io.IOException;
import java.io.OutputStream;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.Value;

/** Writes data elements in little endian, with or without value representations (PS3.5 §7.1, §7.5). */
final class ElementWriter {
    private static final long UNDEFINED = ElementHeader.UNDEFINED;
    private static final int MOST_IN_SHORT_FORM = 0xFFFE;

    private final OutputStream out;
    private final boolean explicitVr;

    ElementWriter(OutputStream out, boolean explicitVr) {
        this.out = out;
        this.explicitVr = explicitVr;
    }

    /** Writes all elements but group lengths. */
    void write(DataSet dataSet) throws IOException {
        for (DataElement element : dataSet) {
            if (!element.tag().isGroupLength()) {
                write(element);
            }
        }
    }

    void write(DataElement element) throws IOException {
        switch (element.value()) {
            case Value.Bytes bytes -> {
                header(element, bytes.length());
                bytes.writeTo(out);
                pad(element.vr(), bytes.length());
            }
            case Value.Stored stored -> {
                header(element, stored.length());
                stored.writeTo(out);
                pad(element.vr(), stored.length());
            }
            case Value.Items items -> {
                header(element, UNDEFINED);
                for (DataSet item : items.dataSets()) {
                    delimiter(Tag.ITEM, UNDEFINED);
                    write(item);
                    delimiter(Tag.ITEM_DELIMITATION, 0);
                }
                delimiter(Tag.SEQUENCE_DELIMITATION, 0);
            }
            case Value.Fragments ignored ->
                throw new IOException(element.tag() + ": compressed pixel data has no place in this transfer syntax");
            case Value.Reference ignored -> throw new IOException(element.tag() + " is only a reference");
        }
    }

    /** Lengths are even (PS3.5 §7.1.1): a file with an odd one gets the padding it should have had. */
    private void pad(Vr vr, long length) throws IOException {
        if (length % 2 == 1) {
            out.write(vr.isText() && vr != Vr.UI ? ' ' : 0);
        }
    }

    private void header(DataElement element, long length) throws IOException {
        long even = length == UNDEFINED ? UNDEFINED : length + length % 2;
        tag(element.tag());
        if (!explicitVr) {
            little(even, 4);
            return;
        }
        // PS3.5 §6.2.2: what does not fit a 16-bit length becomes UN
        Vr vr = !element.vr().isLongForm() && even > MOST_IN_SHORT_FORM ? Vr.UN : element.vr();
        out.write(vr.name().charAt(0));
        out.write(vr.name().charAt(1));
        if (vr.isLongForm()) {
            little(0, 2);
            little(even, 4);
        } else {
            little(even, 2);
        }
    }

    private void delimiter(Tag tag, long length) throws IOException {
        tag(tag);
        little(length, 4);
    }

    private void tag(Tag tag) throws IOException {
        little(tag.group(), 2);
        little(tag.element(), 2);
    }

    private void little(long value, int width) throws IOException {
        for (int i = 0; i < width; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }
}
