/** The story of {@code ./assent demo --once}: eight steps over sockets only, each with what was checked. */
@NullMarked
package org.assent.site.demo.story;

import org.jspecify.annotations.NullMarked;
