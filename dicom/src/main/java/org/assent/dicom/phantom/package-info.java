/** A synthetic head CT for demonstrations and tests. */
@NullMarked
package org.assent.dicom.phantom;

import org.jspecify.annotations.NullMarked;
