/** Which headers of the chain to believe, from the genesis file and trust.json: CometBFT's hashes, votes and commits. */
@NullMarked
package org.assent.receipt.chain;

import org.jspecify.annotations.NullMarked;
