/** That the modules know only what they may, and that a site's parts hold together. */
@NullMarked
package org.assent.site;

import org.jspecify.annotations.NullMarked;
