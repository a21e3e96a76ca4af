@NullMarked
package org.assent.custody.restriction;

import org.jspecify.annotations.NullMarked;
