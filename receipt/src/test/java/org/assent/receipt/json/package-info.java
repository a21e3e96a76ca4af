@NullMarked
package org.assent.receipt.json;

import org.jspecify.annotations.NullMarked;
