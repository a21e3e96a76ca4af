/** The DICOM JSON model of PS3.18 Annex F, both ways. */
@NullMarked
package org.assent.dicom.json;

import org.jspecify.annotations.NullMarked;
