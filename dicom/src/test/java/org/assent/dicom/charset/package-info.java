/** Tests of {@code org.assent.dicom.charset}. */
@NullMarked
package org.assent.dicom.charset;

import org.jspecify.annotations.NullMarked;
