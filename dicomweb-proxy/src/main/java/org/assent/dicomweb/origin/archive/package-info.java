/** The embedded archive: instance files as they were received, and the index that is searched. */
@NullMarked
package org.assent.dicomweb.origin.archive;

import org.jspecify.annotations.NullMarked;
