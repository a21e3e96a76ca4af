/** What things cost, as ratios against a named peer in the same run. */
@NullMarked
package org.assent.bench;

import org.jspecify.annotations.NullMarked;
