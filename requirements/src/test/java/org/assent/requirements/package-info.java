@NullMarked
package org.assent.requirements;

import org.jspecify.annotations.NullMarked;
