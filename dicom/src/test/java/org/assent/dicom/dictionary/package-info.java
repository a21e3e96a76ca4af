/** Tests of {@code org.assent.dicom.dictionary}. */
@NullMarked
package org.assent.dicom.dictionary;

import org.jspecify.annotations.NullMarked;
