/** Tests of one package alone. */
@NullMarked
package org.assent.dicomweb.http;

import org.jspecify.annotations.NullMarked;
