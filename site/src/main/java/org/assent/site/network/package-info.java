/** How a network begins: its genesis file, those who vouch for organizations, and the first registration. */
@NullMarked
package org.assent.site.network;

import org.jspecify.annotations.NullMarked;
