/** Where the decision is asked and logged before anything leaves, and where what runs is cut when it ends. */
@NullMarked
package org.assent.dicomweb.enforcement;

import org.jspecify.annotations.NullMarked;
