/**
 * The rules of the ledger: state, transaction and block time in, outcome out; no clock, no random source, no environment.
 */
@NullMarked
package org.assent.abci.rules;

import org.jspecify.annotations.NullMarked;
