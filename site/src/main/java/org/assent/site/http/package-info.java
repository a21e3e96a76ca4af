/** The web server of a site: a port for people, a port for other sites, the filters and servlets behind both. */
@NullMarked
package org.assent.site.http;

import org.jspecify.annotations.NullMarked;
