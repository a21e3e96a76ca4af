/** Reading and writing DICOM Part 10 files (PS3.10) without holding pixel data in memory. */
@NullMarked
package org.assent.dicom.io;

import org.jspecify.annotations.NullMarked;
