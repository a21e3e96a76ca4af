/** Store transaction (STOW-RS, PS3.18 §10.5): staged, checked, stored all or not at all, and reported. */
@NullMarked
package org.assent.dicomweb.stow;

import org.jspecify.annotations.NullMarked;
