/** The application, driven as a node drives it, with states compared block by block. */
@NullMarked
package org.assent.abci.app;

import org.jspecify.annotations.NullMarked;
