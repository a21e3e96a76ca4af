/** Tests of {@code org.assent.dicom.json}. */
@NullMarked
package org.assent.dicom.json;

import org.jspecify.annotations.NullMarked;
