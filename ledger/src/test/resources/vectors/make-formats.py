#!/usr/bin/env python3
"""Writes formats.json: identifiers, commitments, canonical bytes and tree hashes of the ledger, version 1.

Written from the formats' definition with hashlib and an own protobuf writer, so that the vectors do not come from the code
that they test. Run in this folder: python3 make-formats.py > formats.json
"""
import hashlib
import hmac
import json


def sha(b):
    return hashlib.sha256(b).digest()


def H(domain, *parts):
    out = b""
    for part in (f"assent/{domain}/v1".encode(), *parts):
        out += len(part).to_bytes(4, "big") + part
    return sha(out)


# --- protobuf: default values are left out


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def num(field, n):
    return varint(field << 3) + varint(n) if n else b""


def raw(field, b, always=False):
    b = b.encode() if isinstance(b, str) else b
    return varint(field << 3 | 2) + varint(len(b)) + b if b or always else b""


# --- RFC 6962


def merkle(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return sha(b"\0" + leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1" + merkle(leaves[:k]) + merkle(leaves[k:]))


# --- sparse Merkle tree


def bit(path, i):
    return path[i // 8] >> (7 - i % 8) & 1


def smt(entries, depth=0):
    if not entries:
        return bytes(32)
    if len(entries) == 1:
        (path, value), = entries
        return sha(b"\0" + path + sha(value))
    return sha(b"\1" + smt([e for e in entries if not bit(e[0], depth)], depth + 1)
               + smt([e for e in entries if bit(e[0], depth)], depth + 1))


def prove(entries, path, depth=0):
    if len(entries) <= 1:
        return [], entries
    sides = [[e for e in entries if bit(e[0], depth) == b] for b in (0, 1)]
    siblings, end = prove(sides[bit(path, depth)], path, depth + 1)
    return [smt(sides[1 - bit(path, depth)], depth + 1)] + siblings, end


def proof(entries, path):
    siblings, end = prove(entries, path)
    bitmap = bytearray((len(siblings) + 7) // 8)
    for i, s in enumerate(siblings):
        if any(s):
            bitmap[i // 8] |= 0x80 >> i % 8
    out = b"\1" + len(siblings).to_bytes(2, "big") + bytes(bitmap) + b"".join(s for s in siblings if any(s))
    return out + (b"\1" + end[0][0] + sha(end[0][1]) if end else b"\0")


# --- fixed values

CHAIN = "assent-vectors"
KEYS = [bytes([2 + i % 2]) + sha(b"key %d" % i) for i in range(8)]  # form only, not points of the curve
SALT = sha(b"salt")
UID = "1.2.840.113619.2.1"
SIGNATURE = sha(b"r") + sha(b"s")
EXPIRES = 1_767_225_600


def key(i):
    return num(1, 1) + raw(2, KEYS[i])


def organization_key(role, i, first=0, last=0):
    return num(1, role) + raw(2, key(i)) + num(3, first) + num(4, last)


organization = H("organization", KEYS[0])
subject = H("subject", KEYS[3])
study = H("study", SALT, UID.encode())


def hkdf(ikm, info):
    prk = hmac.new(bytes(32), ikm, hashlib.sha256).digest()
    return hmac.new(prk, info + b"\1", hashlib.sha256).digest()


def instance(uid, frames):
    return H("instance", hkdf(SALT, uid.encode()), uid.encode(), b"1.2.840.10008.1.2.1", sha(b"outside " + uid.encode()),
             merkle([sha(b"frame %d" % i) for i in range(frames)]))


manifest = merkle([instance("1.2.3.1", 3), instance("1.2.3.10", 0), instance("1.2.3.2", 1)])
study_commitment = H("study-record", SALT, study, subject, manifest)
consents = sorted([sha(b"consent 1")[:16], sha(b"consent 2")[:16]])
terms = b"some canonical terms"
SEQUENCE = 7
terms_commitment = H("terms", SALT, subject, consents[0], SEQUENCE.to_bytes(8, "big"), terms)
held = H("held", CHAIN.encode(), subject, consents[0], SEQUENCE.to_bytes(8, "big"), terms_commitment)

keys = sorted([(1, 0), (2, 1), (3, 2)], key=lambda k: (k[0], KEYS[k[1]]))
profile = (raw(1, key(0)) + raw(2, "Hospital Süd")
           + b"".join(raw(3, organization_key(role, i, 0 if role < 3 else 5, 0 if role < 3 else 900)) for role, i in keys)
           + raw(4, "https://south.example:8202")
           + b"".join(raw(5, p) for p in sorted([sha(b"pin 1"), sha(b"pin 2")]))
           + raw(6, b"\1") + raw(7, "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal")
           + raw(8, "https://profiles.ihe.net/ITI/PCF/Policy-deny")
           + raw(9, raw(1, "a" * 40) + raw(2, "10.0.0.2:26656"))
           + raw(9, raw(1, "b" * 40) + raw(2, "south.example:26656") + raw(3, sha(b"validator 1"))))
by_key = lambda *indexes: sorted(indexes, key=lambda i: KEYS[i])
guardianship = num(1, 2) + num(2, 2) + num(3, 3 * 86_400)
limits = num(1, 40) + num(2, 60) + num(3, 2_000) + num(4, 70) + num(5, 25)
upgrade = num(1, 5_000) + num(2, 2)
changes = {
    "SetAccreditors": num(1, 1) + raw(2, b"".join(raw(1, key(i)) for i in by_key(5, 7)) + num(2, 2)),
    "SetValidator": num(1, 1) + raw(3, raw(1, sha(b"validator 1")) + raw(2, organization) + num(3, 11)),
    "SetLimits": num(1, 1) + raw(4, raw(1, limits)),
    "ScheduleUpgrade": num(1, 1) + raw(5, raw(1, upgrade)),
}
change_digests = {name: H("change", change) for name, change in changes.items()}

studies = sorted([(study, study_commitment, 1, False), (sha(b"another study"), sha(b"its commitment"), 4, True)])
bodies = {
    "RegisterOrganization": raw(2, raw(1, profile) + num(2, EXPIRES)),
    "EnrollSubject": raw(3, raw(1, organization) + raw(2, key(3)) + num(3, 1) + num(4, EXPIRES)),
    "RegisterStudies": raw(4, raw(1, organization)
                           + b"".join(raw(2, raw(1, s) + raw(2, c) + num(3, r) + num(4, w)) for s, c, r, w in studies)
                           + num(3, EXPIRES)),
    "RecordConsent": raw(5, raw(1, subject) + raw(2, consents[0]) + num(3, SEQUENCE) + raw(4, terms_commitment)
                         + raw(5, raw(1, key(2)) + raw(2, SIGNATURE)) + num(6, EXPIRES)),
    "CloseConsent": raw(6, raw(1, subject) + raw(2, consents[0]) + num(3, 2)),
    "UpdateOrganization": raw(7, raw(1, profile) + num(2, 2) + num(3, EXPIRES)),
    "SuspendOrganization": raw(8, raw(1, organization) + num(2, 3) + num(3, EXPIRES)),
    "ReinstateOrganization": raw(9, raw(1, organization) + num(2, 4) + num(3, EXPIRES)),
    "FreezeSubject": raw(10, raw(1, subject) + num(2, 1)),
    "UnfreezeSubject": raw(11, raw(1, subject) + num(2, 2) + num(3, EXPIRES)),
    "RotateSubjectKey": raw(12, raw(1, subject) + num(2, 3) + raw(3, key(4)) + num(4, 2) + num(5, EXPIRES)),
    "SetGuardians": raw(13, raw(1, subject) + num(2, 4) + b"".join(raw(3, key(i)) for i in by_key(5, 6))
                        + raw(4, guardianship) + num(5, EXPIRES)),
    "SetDelegates": raw(14, raw(1, subject) + num(2, 5) + raw(3, key(7)) + raw(4, key(3)) + num(5, EXPIRES)),
    "RecoverSubject": raw(15, raw(1, subject) + num(2, 6) + raw(3, key(1)) + num(4, 2) + num(5, EXPIRES)),
    "VetoRecovery": raw(16, raw(1, subject) + num(2, 6)),
    "DeclareEmergency": raw(17, raw(1, organization) + num(2, 1) + raw(3, sha(b"emergency")) + num(4, EXPIRES)),
    "AnchorAccessLog": raw(18, raw(1, organization) + num(2, 2) + raw(3, sha(b"log")) + num(4, 17) + num(5, EXPIRES)),
    "RequestErasure": raw(19, raw(1, subject) + num(2, 7) + num(3, EXPIRES)),
    "AcknowledgeErasure": raw(20, raw(1, subject) + num(2, 8) + num(3, EXPIRES)),
    "ProposeChange": raw(21, num(1, 1) + raw(2, changes["SetValidator"]) + num(3, EXPIRES)),
    "ApproveChange": raw(22, num(1, 1) + raw(2, change_digests["SetValidator"]) + num(3, EXPIRES)),
}
bodies = {name: num(1, 1) + body for name, body in bodies.items()}
envelope = (num(1, 1) + raw(2, bodies["CloseConsent"])
            + b"".join(raw(3, raw(1, key(i)) + raw(2, SIGNATURE)) for i in sorted([3, 4], key=lambda i: KEYS[i])))

entries = [num(1, 1) + raw(2, c) + num(3, i + 1) + raw(4, sha(b"commitment %d" % i)) + num(5, 1 + 3 * i)
           for i, c in enumerate(consents)]
annex = b"".join(raw(1, e) for e in entries)
subject_keys = sorted([(3, 1), (4, 4)], key=lambda k: KEYS[k[0]])
leaves = {
    "Governance": (b"\1", num(1, 1) + b"".join(raw(2, key(i)) for i in by_key(5, 6, 7)) + num(3, 2)
                   + b"".join(raw(4, v) for _, v in sorted([
                       (sha(b"validator 2"), raw(1, sha(b"validator 2")) + num(2, 10)),
                       (sha(b"validator 1"), raw(1, sha(b"validator 1")) + num(2, 11) + raw(3, organization))]))
                   + raw(5, limits) + num(6, 1) + raw(7, upgrade) + num(8, 3) + raw(9, b"\1\3")
                   + raw(10, raw(1, sha(b"validator 3")) + num(2, 99) + num(3, 1))),
    "Organization": (b"\2" + organization, num(1, 1) + raw(2, profile) + num(3, 1) + num(5, 1) + num(6, 20_467) + num(7, 1)
                     + raw(8, H("emergencies", bytes(32), sha(b"emergency"))) + raw(9, sha(b"emergency"))
                     + num(10, 1_000_000) + num(11, EXPIRES * 1000 + 250)),
    "Subject": (b"\3" + subject, num(1, 1) + raw(2, organization)
                + b"".join(raw(3, raw(1, key(i)) + num(2, a)) for i, a in subject_keys)
                + num(4, 2) + raw(5, guardianship)
                + raw(6, raw(1, key(1)) + num(2, 2) + num(3, 6) + num(4, EXPIRES * 1000 + 1))
                + num(7, SEQUENCE) + num(8, 6) + num(9, 3) + num(10, 1) + num(11, 2) + raw(12, merkle(entries))
                + num(13, 20_467) + num(14, 3)),
    "Study": (b"\4" + study, num(1, 1) + raw(2, organization) + raw(3, study_commitment) + num(4, 3) + num(5, 1)),
    "AccessLog": (b"\5" + organization, num(1, 1) + num(2, 2) + raw(3, sha(b"log")) + num(4, 17)),
    "ClosedConsent": (b"\6" + H("closed-consent", subject, consents[0]), num(1, 1)),
    "Proposal": (b"\7" + H("proposal", (1).to_bytes(8, "big")),
                 num(1, 1) + raw(2, changes["SetValidator"]) + b"".join(raw(3, key(i)) for i in by_key(5, 6))
                 + num(4, EXPIRES * 1000 + 3) + num(5, 1)),
}
state = [(sha(k), v) for k, v in leaves.values()]
absent = b"\4" + sha(b"no such study")

print(json.dumps({
    "description": "Formats of the ledger, version 1. All values are lower-case hexadecimal unless they are plain text.",
    "source": "make-formats.py",
    "chainId": CHAIN,
    "keys": [k.hex() for k in KEYS],
    "salt": SALT.hex(),
    "studyInstanceUid": UID,
    "signature": SIGNATURE.hex(),
    "expires": EXPIRES,
    "terms": terms.hex(),
    "sequence": SEQUENCE,
    "consents": [c.hex() for c in consents],
    "organization": organization.hex(),
    "subject": subject.hex(),
    "study": study.hex(),
    "manifestRoot": manifest.hex(),
    "studyCommitment": study_commitment.hex(),
    "termsCommitment": terms_commitment.hex(),
    "held": held.hex(),
    "changeDigests": {name: digest.hex() for name, digest in change_digests.items()},
    "bodies": {name: body.hex() for name, body in bodies.items()},
    "transactionIds": {name: H("transaction", CHAIN.encode(), body).hex() for name, body in bodies.items()},
    "closeConsentEnvelope": envelope.hex(),
    "annex": annex.hex(),
    "annexRoot": merkle(entries).hex(),
    "leaves": {name: {"key": k.hex(), "value": v.hex()} for name, (k, v) in leaves.items()},
    "appHash": smt(state).hex(),
    "proofs": {name: proof(state, sha(k)).hex() for name, (k, _) in leaves.items()},
    "absentKey": absent.hex(),
    "absenceProof": proof(state, sha(absent)).hex(),
}, indent=1, ensure_ascii=False))
