/** Studies that other sites share: asked of their source at that moment, streamed, never kept. */
@NullMarked
package org.assent.dicomweb.origin.remote;

import org.jspecify.annotations.NullMarked;
