/** What a permission sends to its recipient, and what a recipient keeps of it. */
@NullMarked
package org.assent.custody.share;

import org.jspecify.annotations.NullMarked;
