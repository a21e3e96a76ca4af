/** The module against files that others wrote and against another reader of them. */
@NullMarked
package org.assent.dicom.corpus;

import org.jspecify.annotations.NullMarked;
