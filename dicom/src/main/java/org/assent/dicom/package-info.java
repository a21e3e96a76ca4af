/** The words of DICOM: tags, value representations, UIDs, transfer syntaxes, and the one exception for what is not DICOM. */
@NullMarked
package org.assent.dicom;

import org.jspecify.annotations.NullMarked;
