/** Where the frames of an instance lie in its file, and what bytes they are. */
@NullMarked
package org.assent.dicom.pixel;

import org.jspecify.annotations.NullMarked;
