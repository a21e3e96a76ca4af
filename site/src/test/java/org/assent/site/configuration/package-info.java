/** What operators may write, and what they are told when it cannot be used. */
@NullMarked
package org.assent.site.configuration;

import org.jspecify.annotations.NullMarked;
