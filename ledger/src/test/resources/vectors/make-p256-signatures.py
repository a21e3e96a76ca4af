#!/usr/bin/env python3
"""Writes p256-signatures.json: edge cases of ECDSA over P-256 as the ledger accepts it.

Plain integers and no library, so that the vectors do not come from the code that they test.
Run in this folder: python3 make-p256-signatures.py > p256-signatures.json
"""
import hashlib
import json

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
HALF = N // 2


def add(p, q):
    if p is None:
        return q
    if q is None:
        return p
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def mul(k, p):
    result = None
    k %= N
    while k:
        if k & 1:
            result = add(result, p)
        p = add(p, p)
        k >>= 1
    return result


def lift(x):
    """A point with this x, or None."""
    square = (x**3 - 3 * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    return (x, y) if y * y % P == square else None


def b32(v):
    return v.to_bytes(32, "big")


def key(q, x=None):
    return (bytes([2 + (q[1] & 1)]) + b32(q[0] if x is None else x)).hex()


def sig(r, s):
    return (b32(r) + b32(s)).hex()


def low(s):
    return min(s, N - s)


def sign(d, e, k):
    """r and the s of the equation, not yet low."""
    r = mul(k, G)[0] % N
    return r, pow(k, -1, N) * (e + r * d) % N


def for_key(q, u1, u2):
    """A hash and a signature that verify under a key whose private half nobody knows."""
    r = add(mul(u1, G), mul(u2, q))[0] % N
    s = r * pow(u2, -1, N) % N
    if s > HALF:
        s, u1 = N - s, N - u1
    return u1 * s % N, r, s


vectors = []


def case(name, public, digest, signature, valid):
    vectors.append({"name": name, "key": public, "hash": digest, "signature": signature, "valid": valid})


# RFC 6979 A.2.5, SHA-256
D = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
Q = mul(D, G)
for text, k in (
    ("sample", 0xA6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60),
    ("test", 0xD16B6AE827F17175E040871A1C7EC3500192C4C92677336EC2537ACAEE0008E0),
):
    e = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    r, s = sign(D, e, k)
    case(f"RFC 6979 A.2.5 '{text}', low s", key(Q), b32(e).hex(), sig(r, low(s)), True)
    case(f"RFC 6979 A.2.5 '{text}', high s", key(Q), b32(e).hex(), sig(r, N - low(s)), False)

e = int.from_bytes(hashlib.sha256(b"sample").digest(), "big")
r, s = sign(D, e, 0xA6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60)
s = low(s)
h = b32(e).hex()
case("other hash", key(Q), b32(e ^ 1).hex(), sig(r, s), False)
case("other key", key(mul(D + 1, G)), h, sig(r, s), False)
case("other half of the curve", key((Q[0], P - Q[1])), h, sig(r, s), False)
case("r and s exchanged", key(Q), h, sig(s, r), False)
case("r is 0", key(Q), h, sig(0, s), False)
case("s is 0", key(Q), h, sig(r, 0), False)
case("r and s are 0", key(Q), h, sig(0, 0), False)
case("r is n", key(Q), h, sig(N, s), False)
case("s is n", key(Q), h, sig(r, N), False)
case("r is n + 1", key(Q), h, sig(N + 1, s), False)
case("r is p", key(Q), h, sig(P, s), False)
case("all bits set", key(Q), h, sig(2**256 - 1, 2**256 - 1), False)
case("r is 1, s is 1", key(Q), h, sig(1, 1), False)

# s at the border: e is chosen so that the equation gives the wanted s
K = 0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF
r = mul(K, G)[0] % N
for name, s, valid in (("s is (n - 1)/2", HALF, True), ("s is (n + 1)/2", HALF + 1, False), ("s is 1", 1, True)):
    case(name, key(Q), b32((s * K - r * D) % N).hex(), sig(r, s), valid)

# hashes at the border
r, s = sign(D, 0, K)
case("hash is 0", key(Q), b32(0).hex(), sig(r, low(s)), True)
r, s = sign(D, 2**256 - 1, K)
case("hash has all bits set", key(Q), b32(2**256 - 1).hex(), sig(r, low(s)), True)
r, s = sign(D, N, K)
case("hash is n", key(Q), b32(N).hex(), sig(r, low(s)), True)

# R with an x between n and p: r is x - n
x = next(x for x in range(N, P) if lift(x))
R = lift(x)
r, s, e = x - N, 5, 7
Qx = mul(pow(r, -1, N), add(mul(s, R), mul(N - e, G)))
case("x of R is above n", key(Qx), b32(e).hex(), sig(r, s), True)

# R at infinity
r = 12345
case("R is at infinity", key(Q), b32((-r * D) % N).hex(), sig(r, 77), False)

# keys
digest, r, s = for_key(G, 3, 5)
case("key is the generator", key(G), b32(digest).hex(), sig(r, s), True)
digest, r, s = for_key(G, 7, 7)
case("key is the generator, both halves are equal", key(G), b32(digest).hex(), sig(r, s), True)
minus = (G[0], P - G[1])
digest, r, s = for_key(minus, 11, 4)
case("key is minus the generator", key(minus), b32(digest).hex(), sig(r, s), True)
zero = lift(0)
digest, r, s = for_key(zero, 3, 5)
case("x of the key is 0", key(zero), b32(digest).hex(), sig(r, s), True)
case("x of the key is p instead of 0", key(zero, P), b32(digest).hex(), sig(r, s), False)
x = next(x for x in range(1, 1000) if lift(x))
q = lift(x)
digest, r, s = for_key(q, 3, 5)
case("x of the key is small", key(q), b32(digest).hex(), sig(r, s), True)
case("x of the key is small, plus p", key(q, x + P), b32(digest).hex(), sig(r, s), False)
x = next(x for x in range(1, 1000) if not lift(x))
case("no point has the x of the key", "02" + b32(x).hex(), h, sig(5, 5), False)
case("x of the key has all bits set", "03" + "ff" * 32, h, sig(5, 5), False)

print(json.dumps({
    "description": "ECDSA over P-256 with SHA-256 hashes given: key 33 bytes compressed, signature r||s, s at most n/2",
    "source": "make-p256-signatures.py; the first four from RFC 6979 A.2.5",
    "vectors": vectors,
}, indent=1))
