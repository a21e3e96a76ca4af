/** Headers, sets of validators, commits, and who decides from when: `docs/receipt-format.md` §4. */
import { compareBytes, join, sameBytes, utf8 } from './bytes.mjs';
import { parseCanonical } from './canonical-json.mjs';
import { isSignedByEd25519 } from './ed25519.mjs';
import { ensure, failure } from './failure.mjs';
import { sha256, treeRoot } from './hash.mjs';
import { alwaysField, bytesField, fixed64Field, uvarint, varintField } from './protobuf.mjs';
import { bytesOf, hash, integerFrom, isAscending, isVisibleText, list, mustBe, number, oneOf, record, sorted, time, visibleText } from './values.mjs';

const SECOND = 1_000_000_000n;
const PRECOMMIT = 2n;
const MOST_VALIDATORS = 1_000;
const MOST_CHANGES = 10_000;
const MOST_BYTES_OF_GENESIS = 1_048_576;
const MOST_BYTES_OF_TRUST = 67_108_864;
const MOST_POWER = (2n ** 63n - 1n) / 8n;

const hashOrNone = bytesOf(0, 32);
const upTo32Bytes = bytesOf(...Array(33).keys());
const parts = record({ hash: hashOrNone, total: number });

/** A chain id. */
export const chainId = visibleText(50);

/** Form of a header, without its chain id. */
export const header = record({
  app_hash: upTo32Bytes,
  consensus_hash: hashOrNone,
  data_hash: hashOrNone,
  evidence_hash: hashOrNone,
  height: integerFrom(1n),
  last_block_id: record({ hash: hashOrNone, parts }),
  last_commit_hash: hashOrNone,
  last_results_hash: hashOrNone,
  next_validators_hash: hashOrNone,
  proposer_address: bytesOf(20),
  time,
  validators_hash: hashOrNone,
  version: record({ app: integerFrom(0n), block: integerFrom(0n) }),
});

const votes = (check) => list(check, 1, MOST_VALIDATORS);
const commitMembers = record({
  parts,
  round: number,
  signatures: votes(bytesOf(64)),
  times: votes(time),
  validators: sorted(votes(number), (a, b) => a - b),
});

/** Form of a commit. */
export function commit(value, at) {
  const decoded = commitMembers(value, at);
  const { signatures, times, validators } = decoded;
  mustBe(signatures.length === validators.length && times.length === validators.length, at, 'arrays of different lengths');
  return decoded;
}

const timestamp = (nanoseconds) => [varintField(1, nanoseconds / SECOND), varintField(2, nanoseconds % SECOND)];

export const blockId = (id, { hash: partsHash, total }) => [
  bytesField(1, id),
  alwaysField(2, varintField(1, BigInt(total)), bytesField(2, partsHash)),
];

/** @param {Record<string, any>} header @param {string} chain its chain id @returns {Promise<Uint8Array>} */
export const headerHash = (header, chain) =>
  treeRoot([
    join(varintField(1, header.version.block), varintField(2, header.version.app)),
    bytesField(1, utf8(chain)),
    varintField(1, header.height),
    join(...timestamp(header.time)),
    join(...blockId(header.last_block_id.hash, header.last_block_id.parts)),
    bytesField(1, header.last_commit_hash),
    bytesField(1, header.data_hash),
    bytesField(1, header.validators_hash),
    bytesField(1, header.next_validators_hash),
    bytesField(1, header.consensus_hash),
    bytesField(1, header.app_hash),
    bytesField(1, header.last_results_hash),
    bytesField(1, header.evidence_hash),
    bytesField(1, header.proposer_address),
  ]);

/**
 * A set of validators, as it is used.
 * @typedef {{ validators: { key: Uint8Array, power: bigint }[], power: bigint, hash: Uint8Array }} ValidatorSet
 */

export const withAddresses = (members) =>
  Promise.all(members.map(async ({ key, power }) => ({ key, power, address: (await sha256(key)).subarray(0, 20) })));

export const compareValidators = (a, b) => Number(b.power - a.power) || compareBytes(a.address, b.address);

/**
 * @param {{ key: Uint8Array, power: bigint }[]} members
 * @returns {Promise<ValidatorSet>} in their order
 * @throws {Error & { step: 'trust' }}
 */
async function validatorSet(members) {
  const validators = await withAddresses(members);
  ensure(isAscending(validators, compareValidators), 'trust', 'validators that are not sorted, or one twice');
  const keys = validators.map(({ key }) => key).sort(compareBytes);
  ensure(isAscending(keys, compareBytes), 'trust', 'a validator twice');
  const power = validators.reduce((sum, validator) => sum + validator.power, 0n);
  ensure(power <= MOST_POWER, 'trust', 'validators of too much power');
  const elements = validators.map((validator) => join(alwaysField(1, bytesField(1, validator.key)), varintField(2, validator.power)));
  return { validators, power, hash: await treeRoot(elements) };
}

/** What a vote's signature is over. */
export function voteBytes(chain, height, round, id, time) {
  const vote = join(
    varintField(1, PRECOMMIT),
    fixed64Field(2, height),
    fixed64Field(3, BigInt(round)),
    alwaysField(4, id),
    alwaysField(5, ...timestamp(time)),
    bytesField(6, utf8(chain)),
  );
  return join(uvarint(BigInt(vote.length)), vote);
}

/**
 * Whether a commit holds for a header and a set that has the header's `validators_hash`.
 * @param {Record<string, any>} commit
 * @param {Record<string, any>} header
 * @param {string} chain
 * @param {ValidatorSet} set
 * @param {string} step that fails otherwise
 * @throws {Error & { step: string }}
 */
export async function checkCommit({ parts, round, signatures, times, validators }, header, chain, set, step) {
  ensure(sameBytes(set.hash, header.validators_hash), step, 'the header is of other validators');
  ensure(validators.every((position) => position < set.validators.length), step, 'a vote of nobody');
  const voted = validators.reduce((sum, position) => sum + set.validators[position].power, 0n);
  ensure(3n * voted > 2n * set.power, step, 'votes of not more than two thirds of the power');
  const id = join(...blockId(await headerHash(header, chain), parts));
  const valid = await Promise.all(
    validators.map((position, i) => {
      const vote = voteBytes(chain, header.height, round, id, times[i]);
      return isSignedByEd25519(set.validators[position].key, signatures[i], vote);
    }),
  );
  ensure(valid.every(Boolean), step, 'a vote whose signature is not valid');
}

/**
 * The network: its chain id and the sets that decide, each from its first height on.
 * @typedef {{ chain: string, sets: { since: bigint, set: ValidatorSet }[] }} Network
 */

const trustFile = record({
  chain: chainId,
  changes: list(record({ commit, header, validators: list(record({ key: hash, power: integerFrom(1n) }), 1, MOST_VALIDATORS) }), 0, MOST_CHANGES),
  version: oneOf(1),
});

/**
 * Proves `trust.json` from the genesis file.
 * @param {string} genesisText the genesis file, which is believed
 * @param {Uint8Array} trustBytes
 * @returns {Promise<Network>}
 * @throws {Error & { step: 'genesis' | 'trust' }} if the genesis file is none, or a change does not hold: then nothing is believed
 */
export async function proveNetwork(genesisText, trustBytes) {
  const { chain, set } = await inStep('genesis', () => readGenesis(genesisText));
  const sets = [{ since: 1n, set }];
  ensure(trustBytes.length <= MOST_BYTES_OF_TRUST, 'trust', 'more bytes than trust.json may have');
  const trust = await inStep('trust', () => trustFile(parseCanonical(trustBytes), ''));
  ensure(trust.chain === chain, 'trust', 'of another chain than the genesis file');
  for (const { commit, header, validators } of trust.changes) {
    const { since, set } = sets.at(-1);
    ensure(header.height >= since, 'trust', 'a change of a height that another set decided');
    await checkCommit(commit, header, chain, set, 'trust');
    const next = await validatorSet(validators);
    ensure(sameBytes(next.hash, header.next_validators_hash), 'trust', 'other validators than the header has next');
    ensure(!sameBytes(next.hash, set.hash), 'trust', 'a change that changes nothing');
    sets.push({ since: header.height + 1n, set: next });
  }
  return { chain, sets };
}

/**
 * The set at a height, and its first height.
 * @param {Network} network
 * @param {bigint} height from 1
 * @returns {{ since: bigint, set: ValidatorSet }}
 */
export const setAt = ({ sets }, height) => sets.findLast(({ since }) => since <= height);

async function inStep(step, work) {
  try {
    return await work();
  } catch (error) {
    throw error.step === undefined ? error : failure(step, error.message);
  }
}

async function readGenesis(text) {
  ensure(utf8(text).length <= MOST_BYTES_OF_GENESIS, 'genesis', 'more bytes than a genesis file may have');
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw failure('genesis', 'the genesis file is no JSON text');
  }
  const chain = file?.chain_id;
  ensure(typeof chain === 'string' && isVisibleText(chain, 50), 'genesis', 'no chain_id of 1 to 50 visible characters');
  ensure(file.initial_height === undefined || file.initial_height === '1', 'genesis', 'another initial_height than 1');
  const members = file.validators;
  ensure(Array.isArray(members) && members.length >= 1 && members.length <= MOST_VALIDATORS, 'genesis', 'not 1 to 1,000 validators');
  const validators = (await withAddresses(members.map(readValidator))).sort(compareValidators);
  return { chain, set: await validatorSet(validators) };
}

function readValidator(member) {
  const key = member?.pub_key;
  ensure(key?.type === 'tendermint/PubKeyEd25519' && /^[A-Za-z0-9+/]{43}=$/.test(key.value), 'genesis', 'a key that is not Ed25519');
  return {
    key: Uint8Array.from(atob(key.value), (character) => character.charCodeAt(0)),
    power: integerFrom(1n)(member.power, 'power'),
  };
}
