@NullMarked
package org.assent.receipt;

import org.jspecify.annotations.NullMarked;
