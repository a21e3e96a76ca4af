/** The story and foreign clients against four running sites, over sockets only. */
@NullMarked
package org.assent.acceptance;

import org.jspecify.annotations.NullMarked;
