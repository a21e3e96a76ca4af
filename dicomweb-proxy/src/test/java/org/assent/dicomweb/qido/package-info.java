/** Tests of one package alone. */
@NullMarked
package org.assent.dicomweb.qido;

import org.jspecify.annotations.NullMarked;
