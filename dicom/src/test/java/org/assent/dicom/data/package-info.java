/** Tests of {@code org.assent.dicom.data}. */
@NullMarked
package org.assent.dicom.data;

import org.jspecify.annotations.NullMarked;
