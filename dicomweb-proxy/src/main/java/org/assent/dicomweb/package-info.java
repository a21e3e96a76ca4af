/** The DICOMweb server of a site: its routes, its servlet and how its parts are put together. */
@NullMarked
package org.assent.dicomweb;

import org.jspecify.annotations.NullMarked;
