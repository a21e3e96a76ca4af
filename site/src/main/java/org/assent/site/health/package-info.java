/** Whether a site lives and whether it is ready, for whoever supervises it; nothing about any patient. */
@NullMarked
package org.assent.site.health;

import org.jspecify.annotations.NullMarked;
