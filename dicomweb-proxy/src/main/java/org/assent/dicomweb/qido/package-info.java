/** Search transaction (QIDO-RS, PS3.18 §10.6): parameters, matching, results. */
@NullMarked
package org.assent.dicomweb.qido;

import org.jspecify.annotations.NullMarked;
