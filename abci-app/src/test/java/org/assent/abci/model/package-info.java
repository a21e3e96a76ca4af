/** The rules once more, written from their documentation and not from their code: naive, in maps, to compare with. */
@NullMarked
package org.assent.abci.model;

import org.jspecify.annotations.NullMarked;
