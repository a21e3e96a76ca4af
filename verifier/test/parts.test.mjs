import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64Url, join, to32Bytes, toBigInt, utf8 } from '../bytes.mjs';
import { canonicalText, parseCanonical } from '../canonical-json.mjs';
import { add, decodePoint, isOfPrimeOrder, isSignedByEd25519, multiply } from '../ed25519.mjs';
import { proveNetwork } from '../receipt.mjs';
import { genesis, read } from '../testing/vectors.mjs';
import { readReceipt } from '../form.mjs';
import { isIncluded, treeRoot } from '../hash.mjs';
import { decodeOpenConsent } from '../leaves.mjs';
import { isSignedByP256, uncompressed } from '../p256.mjs';
import { siblings } from '../state.mjs';
import { actor, integerFrom, time } from '../values.mjs';
import { inclusionPath, signingKey } from '../testing/maker.mjs';

const hex = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const form = { step: 'form' };

test('base64url is without padding, and its unused bits are 0', () => {
  assert.deepEqual(fromBase64Url('_-8'), hex('ffef'));
  for (const text of ['_-9', '_-8=', '_', '+/8', '_-8\n', '_ 8']) assert.equal(fromBase64Url(text), null, text);
});

test('a canonical text is its own only form', () => {
  const text = '{"a":["\\"\\\\\u007f\u00e9\ud83d\ude00",0,2147483647],"b":{}}';
  assert.equal(canonicalText(parseCanonical(utf8(text))), text);
  const others = ['', '{', '1.0', '1e0', '-0', '-1', '2147483648', 'true', 'null', '"\\/"', '"\\u0041"', '"\\n"', '{"a":1,"a":1}', '[0] ', '\ufeff0'];
  others.push('{"b":0,"a":0}', '{"\ue000":0,"\ud83d\ude00":0}', `${'['.repeat(17)}${']'.repeat(17)}`, '"\\ud800"', '{"__proto__":null}');
  for (const other of others) assert.throws(() => parseCanonical(utf8(other)), form, other);
  assert.throws(() => parseCanonical(hex('22c0af22')), form);
  assert.doesNotThrow(() => parseCanonical(utf8(`${'['.repeat(16)}${']'.repeat(16)}`)));
});

test('times are days and times of day of 1970 to 9999', () => {
  assert.equal(time('1970-01-01T00:00:00.000000001Z'), 1n);
  assert.equal(time('2024-02-29T23:59:59Z'), 1709251199_000_000_000n);
  const others = ['1969-12-31T23:59:59Z', '2026-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:60Z'];
  others.push('2026-01-01T00:00:00.0Z', '2026-01-01T00:00:00.10Z', '2026-01-01T00:00:00.0000000001Z', '2026-01-01T00:00:00+00:00', '2026-13-01T00:00:00Z');
  others.push('2026-01-01t00:00:00Z', '2026-01-01T00:00:00Z\n', '+2026-01-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-01-00T00:00:00Z');
  for (const other of others) assert.throws(() => time(other, 'time'), form, other);
});

test('integers and actors', () => {
  assert.equal(integerFrom(0n)('9223372036854775807'), 2n ** 63n - 1n);
  for (const other of ['9223372036854775808', '01', '-1', '+1', '', '1 ', 1]) assert.throws(() => integerFrom(0n)(other), form, String(other));
  assert.equal(actor('\u00e9 \ud83d\ude00'), '\u00e9 \ud83d\ude00');
  for (const other of ['', '\u0085', '\u007f', '\ud800', 'x'.repeat(129), '\ud83d\ude00'.repeat(65)]) assert.throws(() => actor(other), form);
});

test('what is no receipt at all is refused', () => {
  const others = ['0', '""', '[]', '{}', '{"view":"patient"}', '\ud800', `"${'x'.repeat(65_535)}"`, '['.repeat(65_536), '{"a":'.repeat(13_000)];
  for (const other of others) assert.throws(() => readReceipt(other), form, other.slice(0, 20));
});

const ENTRY = `0801${'1210'}${'11'.repeat(16)}1801${'2220'}${'22'.repeat(32)}2801`;

test('protobuf is canonical', () => {
  assert.equal(decodeOpenConsent(hex(ENTRY), 'form').sequence, 1n);
  const others = {
    'cut off': ENTRY.slice(0, -2),
    'an unknown field': `${ENTRY}3001`,
    'a field twice': `${ENTRY}2801`,
    'fields in another order': `${ENTRY.slice(4)}0801`,
    'a long varint': `088100${ENTRY.slice(4)}`,
    'a field that is missing': ENTRY.slice(4),
    'a default value': `${ENTRY.slice(0, -4)}2800`,
    'an unknown value of an enum': `${ENTRY.slice(0, -4)}2805`,
    'another type on the wire': `0d01000000${ENTRY.slice(4)}`,
    'bytes of another length': ENTRY.replace(`1210${'11'.repeat(16)}`, `120f${'11'.repeat(15)}`),
    'a sequence of 2^63': ENTRY.replace('1801', `18${'80'.repeat(9)}01`),
    'a varint of 11 bytes': ENTRY.replace('1801', `18${'80'.repeat(10)}01`),
    'a varint above 64 bits': ENTRY.replace('1801', `18${'ff'.repeat(9)}02`),
    'nothing': '',
  };
  for (const [what, raw] of Object.entries(others)) assert.throws(() => decodeOpenConsent(hex(raw), 'form'), form, what);
});

test('inclusion paths hold at every place of lists of every size, and nowhere else', async () => {
  for (let size = 1; size <= 9; size++) {
    const elements = Array.from({ length: size }, (_, i) => Uint8Array.of(i));
    const root = await treeRoot(elements);
    for (let i = 0; i < size; i++) {
      const path = await inclusionPath(elements, i);
      for (let at = 0; at <= size; at++) {
        assert.equal(await isIncluded(elements[i], BigInt(at), BigInt(size), path, root), at === i, `${i} at ${at} of ${size}`);
      }
      assert.equal(await isIncluded(elements[i], BigInt(i), BigInt(size), [...path, root], root), false);
      if (size > 1) assert.equal(await isIncluded(elements[i], BigInt(i), BigInt(size), path.slice(1), root), false);
    }
  }
});

test('a path of the state has one form', () => {
  const one = '11'.repeat(32);
  assert.equal(siblings(hex('01000000'), 'path').length, 0);
  assert.equal(siblings(hex(`01000240${one}00`), 'path').length, 2);
  const others = ['', '010000', '02000000', '0100000000', '01000001', `01000280${one}00`, `01000260${one}00`, `010002c0${one}00`, `01000240${one}0000`];
  others.push(`01000240${'00'.repeat(32)}00`, `010101${'00'.repeat(32)}80${one}00`, '01010000');
  for (const other of others) assert.throws(() => siblings(hex(other), 'path'), form, other);
});

test('P-256: low s, points on the curve, keys in their one form', async () => {
  const key = await signingKey();
  const message = utf8('message');
  const signature = await key.sign(message);
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const high = join(signature.subarray(0, 32), to32Bytes(order - toBigInt(signature.subarray(32))));
  assert.equal(await isSignedByP256(key.point, signature, message), true);
  assert.equal(await isSignedByP256(key.point, high, message), false);
  assert.equal(await isSignedByP256(key.point, signature, utf8('another')), false);
  const zero = new Uint8Array(32);
  for (const other of [join(zero, signature.subarray(32)), join(signature.subarray(0, 32), zero), join(to32Bytes(order), signature.subarray(32))]) {
    assert.equal(await isSignedByP256(key.point, other, message), false);
  }
  const odd = Uint8Array.from(key.point, (byte, i) => (i === 0 ? byte ^ 1 : byte));
  assert.equal(await isSignedByP256(odd, signature, message), false);
  const x = (n) => join(Uint8Array.of(2), to32Bytes(n));
  const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  assert.notEqual(uncompressed(x(5n)), null);
  for (const other of [x(1n), x(5n + prime), join(Uint8Array.of(4), key.point.subarray(1)), key.point.subarray(1)]) assert.equal(uncompressed(other), null);
});

test('Ed25519: what platforms differ in is refused', async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const message = utf8('message');
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message));
  assert.equal(await isSignedByEd25519(key, signature, message), true);
  const littleEndian = (n) => to32Bytes(n).toReversed();
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = toBigInt(signature.subarray(32).toReversed());
  assert.equal(await isSignedByEd25519(key, join(signature.subarray(0, 32), littleEndian(s + order)), message), false);
  assert.equal(await isSignedByEd25519(littleEndian(2n), signature, message), false);
  const one = littleEndian(1n);
  const trivial = join(one, new Uint8Array(32));
  assert.equal(await isSignedByEd25519(one, trivial, message), false);
  const prime = 2n ** 255n - 19n;
  for (const y of [prime, prime + 1n, prime + 4n]) assert.equal(await isSignedByEd25519(littleEndian(y), signature, message), false);
});

test('Ed25519: the edge cases that are published', async () => {
  const cases = JSON.parse(read('edges/ed25519.json'));
  assert.ok(cases.length >= 20);
  for (const { key, message, signature, valid, what } of cases) {
    assert.equal(await isSignedByEd25519(hex(key), hex(signature), hex(message)), valid, what);
  }
});

test('points of the curve: their order, and that their arithmetic is that of a group', () => {
  const base = decodePoint(hex('58' + '66'.repeat(31)));
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const prime = 2n ** 255n - 19n;
  const isSame = (p, q) => (p.x * q.z - q.x * p.z) % prime === 0n && (p.y * q.z - q.y * p.z) % prime === 0n;
  assert.ok(isOfPrimeOrder(hex('58' + '66'.repeat(31))));
  assert.ok(isSame(multiply(order + 5n, base), multiply(5n, base)));
  assert.ok(isSame(add(multiply(7n, base), multiply(11n, base)), multiply(18n, base)));
  for (const y of [0n, 1n, prime - 1n]) assert.equal(isOfPrimeOrder(to32Bytes(y).toReversed()), false);
  assert.equal(decodePoint(to32Bytes(2n).toReversed()), null);
});

test('the chain files have at most so many bytes and changes', async () => {
  const trust = read('trust.json');
  const padded = (size) => genesis + ' '.repeat(size - genesis.length);
  await proveNetwork(padded(1_048_576), trust);
  await assert.rejects(proveNetwork(padded(1_048_577), trust), { step: 'genesis' });
  await assert.rejects(proveNetwork(genesis, new Uint8Array(67_108_865)), { step: 'trust', message: /bytes/ });
  const { chain, changes, version } = JSON.parse(trust);
  const repeated = (count) => utf8(canonicalText({ chain, changes: Array(count).fill(changes[0]), version }));
  await assert.rejects(proveNetwork(genesis, repeated(10_001)), { step: 'trust', message: /too many/ });
  await assert.rejects(proveNetwork(genesis, repeated(10_000)), { step: 'trust', message: /another set/ });
  for (const other of [genesis.replace('"10"', '"010"'), genesis.replace('"10"', '10'), genesis.replace('"initial_height": "1"', '"initial_height": 1')]) {
    await assert.rejects(proveNetwork(other, trust), { step: 'genesis' });
  }
});

test('what verifies touches no file and no network', () => {
  const folder = new URL('../', import.meta.url);
  const commands = ['command-line.mjs', 'judge.mjs', 'verify.mjs'];
  const others = readdirSync(folder).filter((name) => name.endsWith('.mjs') && !commands.includes(name));
  for (const name of others) assert.doesNotMatch(readFileSync(new URL(name, folder), 'utf8'), /from 'node:|fetch\(|process\.|Buffer/, name);
});
