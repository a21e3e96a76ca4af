/**
 * Mutants of the receipts of `docs/vectors` that hold, from a seed. `node testing/mutants.mjs SEED COUNT` writes them as lines for `judge.mjs`.
 */
import { argv } from 'node:process';
import { canonicalText } from '../canonical-json.mjs';
import { chanceOf } from './chance.mjs';
import { expected, read } from './vectors.mjs';

const isValid = (findings) => Object.values(findings).every((claim) => !claim.startsWith('fails'));
const TEXTS = Object.keys(expected).filter((name) => isValid(expected[name])).map((name) => read(name).toString());

/** @param {number} seed @param {number} count @returns {Generator<string>} texts, none of them a receipt that holds */
export function* mutants(seed, count) {
  const { below, oneOf } = chanceOf(seed);
  for (let made = 0; made < count; ) {
    const mutant = oneOf(MUTATIONS)(oneOf(TEXTS), below, oneOf);
    if (mutant === null || TEXTS.includes(mutant)) continue;
    made++;
    yield mutant;
  }
}

const VISIBLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const splice = (text, at, length, inserted) => text.slice(0, at) + inserted + text.slice(at + length);

const changeText = (text, below, oneOf) => splice(text, below(text.length), 1, oneOf(VISIBLE));
const cutText = (text, below) => splice(text, below(text.length), 1 + below(40), '');
const repeatText = (text, below) => {
  const at = below(text.length);
  return splice(text, at, 0, text.slice(at, at + 1 + below(40)));
};

/** Places of a value: pairs of what holds it and under which name. */
function placesIn(value) {
  if (typeof value !== 'object') return [];
  return Object.keys(value).flatMap((name) => [{ holder: value, name }, ...placesIn(value[name])]);
}

/** A mutation of one value, after which the text is canonical again. */
const ofValue = (mutate) => (text, below, oneOf) => {
  const receipt = JSON.parse(text);
  mutate(oneOf(placesIn(receipt)), below, oneOf, receipt);
  try {
    return canonicalText(receipt);
  } catch (error) {
    if (error.step === 'form') return null;
    throw error;
  }
};

const BASE64URL = /^[A-Za-z0-9_-]{16,}$/;

function changeValue({ holder, name }, below, oneOf) {
  const value = holder[name];
  if (typeof value === 'number') holder[name] = value ^ (1 << below(8));
  else if (typeof value === 'string' && /^[0-9]+$/.test(value)) holder[name] = String(BigInt(value) ^ (1n << BigInt(below(8))));
  else if (typeof value === 'string' && BASE64URL.test(value)) holder[name] = changeBytes(Buffer.from(value, 'base64url'), below).toString('base64url');
  else if (typeof value === 'string') holder[name] = changeText(value, below, oneOf);
  else if (Array.isArray(value)) value.reverse();
}

function changeBytes(bytes, below) {
  const at = below(bytes.length);
  const change = below(4);
  if (change === 0) return Buffer.concat([bytes.subarray(0, at), Buffer.of(below(256)), bytes.subarray(at)]);
  if (change === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  bytes[at] ^= 1 << below(8);
  return bytes;
}

function removeValue({ holder, name }) {
  if (Array.isArray(holder)) holder.splice(name, 1);
  else delete holder[name];
}

function repeatElement({ holder, name }) {
  if (Array.isArray(holder)) holder.splice(name, 0, holder[name]);
}

/** Puts a value in the place of another of the same receipt. */
function copyValue({ holder, name }, below, oneOf, receipt) {
  const from = oneOf(placesIn(receipt));
  holder[name] = structuredClone(from.holder[from.name]);
}

/** Puts a member of another receipt in the place of the same member. */
function takeValue(text, below, oneOf) {
  const [receipt, other] = [JSON.parse(text), JSON.parse(oneOf(TEXTS))];
  let [holder, from] = [receipt, other];
  for (;;) {
    const name = oneOf(Object.keys(holder));
    if (name === undefined || from[name] === undefined) return null;
    if (typeof holder[name] !== 'object' || typeof from[name] !== 'object' || below(4) === 0) {
      holder[name] = from[name];
      return canonicalText(receipt);
    }
    [holder, from] = [holder[name], from[name]];
  }
}

const MUTATIONS = [
  changeText,
  cutText,
  repeatText,
  ofValue(changeValue),
  ofValue(changeValue),
  ofValue(changeValue),
  ofValue(removeValue),
  ofValue(repeatElement),
  ofValue(copyValue),
  takeValue,
  takeValue,
];

if (import.meta.filename === argv[1]) {
  for (const receipt of mutants(Number(argv[2]), Number(argv[3]))) console.log(JSON.stringify({ receipt }));
}
