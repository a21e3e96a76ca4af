/** Tests of what tests share. */
@NullMarked
package org.assent.testsupport;

import org.jspecify.annotations.NullMarked;
