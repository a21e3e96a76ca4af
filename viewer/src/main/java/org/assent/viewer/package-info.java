/** OHIF, pinned, laid out for {@code /viewer/} and configured for its site; nothing in here knows a patient. */
@NullMarked
package org.assent.viewer;

import org.jspecify.annotations.NullMarked;
