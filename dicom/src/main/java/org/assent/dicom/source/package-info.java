/** Random access to the bytes of one file, in memory, on disk or behind deflate. */
@NullMarked
package org.assent.dicom.source;

import org.jspecify.annotations.NullMarked;
