package org.assent.ledger.transaction;

import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;

/** A signature and the key that made it; whether the key is entitled is for the rules to say. */
public record KeySignature(PublicKey key, Signature signature) {}
