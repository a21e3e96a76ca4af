/** The patients whose keys this site keeps: which pseudonym each has, and the key that signs for it. */
@NullMarked
package org.assent.custody.subject;

import org.jspecify.annotations.NullMarked;
