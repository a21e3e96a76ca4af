/** Tests of one package alone. */
@NullMarked
package org.assent.dicomweb.multipart;

import org.jspecify.annotations.NullMarked;
