package org.assent.dicom.dictionary;

import org.assent.dicom.Tag;
import org.assent.dicom.Vr;

/**
 * What PS3.6 says of one attribute.
 *
 * @param tag the attribute; of a repeating group the one that was asked for
 * @param keyword its keyword, case-sensitive
 * @param vr its value representation; where PS3.6 gives a choice, the first of OW, US, OB that is among them
 * @param signedByPixels whether the choice is US or SS, which Pixel Representation (0028,0103) makes
 * @param vm its value multiplicity as printed, such as {@code 1-n}
 * @param retired whether PS3.6 marks it as retired
 */
public record DictionaryEntry(Tag tag, String keyword, Vr vr, boolean signedByPixels, String vm, boolean retired) {}
