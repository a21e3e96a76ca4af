/** Tests of {@code org.assent.dicom.pixel}. */
@NullMarked
package org.assent.dicom.pixel;

import org.jspecify.annotations.NullMarked;
