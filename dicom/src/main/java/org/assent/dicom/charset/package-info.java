/** Specific Character Set (0008,0005): from bytes to text (PS3.3 C.12.1.1.2, PS3.5 §6.1). */
@NullMarked
package org.assent.dicom.charset;

import org.jspecify.annotations.NullMarked;
