/** Canonical protobuf: `docs/receipt-format.md` §1. */
import { fromUtf8, join, sameBytes, utf8 } from './bytes.mjs';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const LIMIT_64 = 2n ** 64n;

const refuse = (reason) => {
  throw new Error(reason);
};

/** @param {bigint} n 0 to 2^64 - 1 @returns {Uint8Array} as short as possible */
export function uvarint(n) {
  const bytes = [];
  for (; n >= 128n; n >>= 7n) bytes.push(Number(n & 127n) | 128);
  bytes.push(Number(n));
  return Uint8Array.from(bytes);
}

const tag = (number, wire) => uvarint(BigInt(number * 8 + wire));
const NOTHING = new Uint8Array(0);

/** A field of a varint, left out if 0. @param {number} number @param {bigint} value @returns {Uint8Array} */
export const varintField = (number, value) => (value === 0n ? NOTHING : join(tag(number, VARINT), uvarint(value)));

/** A field of a sfixed64, left out if 0. @param {number} number @param {bigint} value not negative @returns {Uint8Array} */
export function fixed64Field(number, value) {
  if (value === 0n) return NOTHING;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return join(tag(number, FIXED64), bytes);
}

/** A field of bytes or a message that is written even if empty. @param {number} number @param {...Uint8Array} parts @returns {Uint8Array} */
export function alwaysField(number, ...parts) {
  const bytes = join(...parts);
  return join(tag(number, LENGTH), uvarint(BigInt(bytes.length)), bytes);
}

/** A field of bytes, left out if empty. @param {number} number @param {Uint8Array} value @returns {Uint8Array} */
export const bytesField = (number, value) => (value.length === 0 ? NOTHING : alwaysField(number, value));

/**
 * How a value stands on the wire. `read` takes a bigint or bytes and throws if it is none of the kind; `isDefault` is missing where presence is
 * always told (messages).
 * @template T
 * @typedef {{ wire: number, read: (raw: any) => T, write: (value: T) => any, isDefault?: (value: T) => boolean, default?: T }} Kind
 */

/** An integer of 0 to 2^63 - 1. @type {Kind<bigint>} */
export const integer = {
  wire: VARINT,
  read: (raw) => (raw < LIMIT_64 / 2n ? raw : refuse('an integer out of range')),
  write: (value) => value,
  isDefault: (value) => value === 0n,
  default: 0n,
};

/** sint64 @type {Kind<bigint>} */
export const sint64 = {
  ...integer,
  read: (raw) => (raw >> 1n) ^ -(raw & 1n),
  write: (value) => (value < 0n ? -value * 2n - 1n : value * 2n),
};

/** bool @type {Kind<boolean>} */
export const bool = {
  wire: VARINT,
  read: (raw) => (raw <= 1n ? raw === 1n : refuse('not a bool')),
  write: (value) => (value ? 1n : 0n),
  isDefault: (value) => !value,
  default: false,
};

/** enum of 0 to `last` @param {number} last @returns {Kind<number>} */
export const enumeration = (last) => ({
  wire: VARINT,
  read: (raw) => (raw <= BigInt(last) ? Number(raw) : refuse('an unknown value of an enum')),
  write: BigInt,
  isDefault: (value) => value === 0,
  default: 0,
});

/** bytes of this length @param {number} length @returns {Kind<Uint8Array>} */
export const bytes = (length) => ({
  wire: LENGTH,
  read: (raw) => (raw.length === length ? raw : refuse('bytes of another length')),
  write: (value) => value,
  isDefault: () => false,
});

/** string @type {Kind<string>} */
export const string = {
  wire: LENGTH,
  read: fromUtf8,
  write: utf8,
  isDefault: (value) => value === '',
  default: '',
};

/** A message that is a field. @param {Field[]} schema @returns {Kind<any>} */
export const message = (schema) => ({ wire: LENGTH, read: (raw) => decode(schema, raw), write: (value) => encode(schema, value) });

/** Packed values of an enum, none of them 0. @param {number} last @returns {Kind<number[]>} */
export const packed = (last) => ({
  wire: LENGTH,
  read: (raw) => {
    const element = enumeration(last);
    const values = [];
    for (let at = 0; at < raw.length; ) {
      const [value, next] = readVarint(raw, at);
      values.push(value === 0n ? refuse('0 in a list of an enum') : element.read(value));
      at = next;
    }
    return values;
  },
  write: (values) => join(...values.map((value) => uvarint(BigInt(value)))),
  isDefault: (values) => values.length === 0,
  default: [],
});

/** @typedef {{ number: number, name: string, kind: Kind<any>, presence: 'required' | 'zero' | 'absent' | 'optional' | 'repeated' }} Field */

const field = (presence) => (number, name, kind) => ({ number, name, kind, presence });

/** A field that is there and not default. */
export const required = field('required');
/** A field that may be default, and is then left out. */
export const zero = field('zero');
/** A field that may be absent, and is not default if it is there. */
export const absent = field('absent');
/** An `optional` field: written when present, 0 too. */
export const optional = field('optional');
/** A repeated field that is not packed. */
export const repeated = field('repeated');

/**
 * Decodes a message that must be in canonical form.
 * @param {Field[]} schema in the order of the numbers
 * @param {Uint8Array} raw
 * @returns {Record<string, any>} absent fields are undefined, repeated ones arrays
 * @throws {Error} if it is not
 */
export function decodeCanonical(schema, raw) {
  const value = decode(schema, raw);
  return sameBytes(encode(schema, value), raw) ? value : refuse('not in canonical form');
}

function decode(schema, raw) {
  const value = {};
  for (const { name, presence } of schema) if (presence === 'repeated') value[name] = [];
  for (let at = 0; at < raw.length; ) {
    const [key, afterKey] = readVarint(raw, at);
    const { name, kind, presence } = schema.find((known) => BigInt(known.number * 8 + known.kind.wire) === key) ?? refuse('an unknown field');
    const [content, next] = kind.wire === VARINT ? readVarint(raw, afterKey) : readLength(raw, afterKey);
    if (presence === 'repeated') value[name].push(kind.read(content));
    else value[name] = value[name] === undefined ? kind.read(content) : refuse('a field twice');
    at = next;
  }
  for (const { name, kind, presence } of schema) {
    if (presence === 'zero') value[name] ??= kind.default;
    else if (presence === 'required' && value[name] === undefined) refuse(`no ${name}`);
    else if (presence !== 'optional' && presence !== 'repeated' && value[name] !== undefined && kind.isDefault?.(value[name])) refuse(`no ${name}`);
  }
  return value;
}

/** @param {Field[]} schema @param {Record<string, any>} value @returns {Uint8Array} the canonical bytes */
export function encode(schema, value) {
  const fields = [];
  for (const { number, name, kind, presence } of schema) {
    const isLeftOut = value[name] === undefined || (presence === 'zero' && kind.isDefault(value[name]));
    const values = presence === 'repeated' ? value[name] : isLeftOut ? [] : [value[name]];
    for (const content of values.map(kind.write)) {
      fields.push(kind.wire === VARINT ? join(tag(number, VARINT), uvarint(content)) : alwaysField(number, content));
    }
  }
  return join(...fields);
}

function readVarint(raw, at) {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (at >= raw.length) refuse('cut off');
    const byte = raw[at++];
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value < LIMIT_64 ? [value, at] : refuse('a varint of more than 64 bits');
  }
  return refuse('a varint of more than 64 bits');
}

function readLength(raw, at) {
  const [length, start] = readVarint(raw, at);
  return length <= BigInt(raw.length - start) ? [raw.subarray(start, start + Number(length)), start + Number(length)] : refuse('cut off');
}
