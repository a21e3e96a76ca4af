/** What several modules' tests share: a clock that stands still, seeds that are printed, free ports, tiny DICOM files. */
@NullMarked
package org.assent.testsupport;

import org.jspecify.annotations.NullMarked;
