@NullMarked
package org.assent.receipt.chain;

import org.jspecify.annotations.NullMarked;
