/** Tests of the DICOM module against the standard's words, and of its whole against other implementations. */
@NullMarked
package org.assent.dicom;

import org.jspecify.annotations.NullMarked;
