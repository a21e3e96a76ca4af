/** What {@code ./assent doctor} finds in folders that are broken on purpose. */
@NullMarked
package org.assent.site.doctor;

import org.jspecify.annotations.NullMarked;
