/** The DICOMweb server over HTTP, with fakes for what decides, logs and calls other sites. */
@NullMarked
package org.assent.dicomweb;

import org.jspecify.annotations.NullMarked;
