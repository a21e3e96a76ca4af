/** Tests of one package alone. */
@NullMarked
package org.assent.dicomweb.origin.archive;

import org.jspecify.annotations.NullMarked;
