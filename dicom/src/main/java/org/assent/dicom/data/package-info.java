/** Data sets in memory: elements and their values, where large values stay in the file they came from (PS3.5 §7). */
@NullMarked
package org.assent.dicom.data;

import org.jspecify.annotations.NullMarked;
