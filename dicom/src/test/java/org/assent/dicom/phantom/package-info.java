/** Tests of {@code org.assent.dicom.phantom}. */
@NullMarked
package org.assent.dicom.phantom;

import org.jspecify.annotations.NullMarked;
