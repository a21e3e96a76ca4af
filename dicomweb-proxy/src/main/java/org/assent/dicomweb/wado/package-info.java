/** Retrieve transaction (WADO-RS, PS3.18 §10.4): instances, metadata, frames, bulk data. */
@NullMarked
package org.assent.dicomweb.wado;

import org.jspecify.annotations.NullMarked;
