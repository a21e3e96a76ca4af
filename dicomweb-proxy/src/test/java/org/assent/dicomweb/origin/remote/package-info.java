/** Tests of one package alone. */
@NullMarked
package org.assent.dicomweb.origin.remote;

import org.jspecify.annotations.NullMarked;
