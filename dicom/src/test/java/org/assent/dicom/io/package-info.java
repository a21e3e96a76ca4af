/** Tests of {@code org.assent.dicom.io}. */
@NullMarked
package org.assent.dicom.io;

import org.jspecify.annotations.NullMarked;
