/** The commands behind {@code ./assent}: what they are given, what they print, how they end. */
@NullMarked
package org.assent.site.command;

import org.jspecify.annotations.NullMarked;
