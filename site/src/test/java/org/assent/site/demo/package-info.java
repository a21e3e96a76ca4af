/** Tests of the demo's parts. */
@NullMarked
package org.assent.site.demo;

import org.jspecify.annotations.NullMarked;
