/** Makes networks and receipts from keys of its own, so that what only a signature reaches can be tested. */
import { join, to32Bytes, toBigInt, u64, utf8 } from '../bytes.mjs';
import { canonicalText } from '../canonical-json.mjs';
import { blockId, compareValidators, header as decodeHeader, headerHash, voteBytes, withAddresses } from '../chain.mjs';
import { domainBytes, domainHash, innerNode, leafNode, sha256, treeRoot } from '../hash.mjs';
import { OPEN_CONSENT, ORGANIZATION, SERVICE, STUDY, SUBJECT } from '../leaves.mjs';
import { alwaysField, bytesField, encode, varintField } from '../protobuf.mjs';
import { organizationKey, studyKey, subjectKey } from '../state.mjs';
import { TERMS } from '../terms.mjs';
import { byBytes, time } from '../values.mjs';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const PCF = 'https://profiles.ihe.net/ITI/PCF/';

const HEIGHT = 41n;
export const BLOCK_TIME = '2026-03-01T12:00:41.5Z';
export const TIME = '2026-03-01T12:00:43.123Z';
const HEADER_TIME = '2026-03-01T12:00:42.5Z';
const VOTE_TIME = '2026-03-01T12:00:42.75Z';

const base64Url = (bytes) => Buffer.from(bytes).toString('base64url');
export const named = (name) => sha256(utf8(name));

/** A P-256 key that signs with a low s. */
export async function signingKey() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ECDSA, false, ['sign']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    point: join(Uint8Array.of(2 + (point[64] & 1)), point.subarray(1, 33)),
    async sign(message) {
      const signature = new Uint8Array(await crypto.subtle.sign(ECDSA, privateKey, message));
      const s = toBigInt(signature.subarray(32));
      return s <= ORDER / 2n ? signature : join(signature.subarray(0, 32), to32Bytes(ORDER - s));
    },
  };
}

async function validator(power) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign']);
  return { key: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)), power, privateKey };
}

/** Validators of these powers, sorted as a set is. */
async function validators(...powers) {
  const members = await Promise.all(powers.map(validator));
  const order = (await withAddresses(members)).sort(compareValidators);
  return setOf(order.map(({ key }) => members.find((member) => member.key === key)));
}

/** A set of validators in this order. */
export async function setOf(members) {
  return { members, hash: await treeRoot(members.map(({ key, power }) => join(alwaysField(1, bytesField(1, key)), varintField(2, power)))) };
}

function headerOf(height, set, next, appHash, headerTime) {
  const none = '';
  return {
    app_hash: base64Url(appHash),
    consensus_hash: none,
    data_hash: none,
    evidence_hash: none,
    height: String(height),
    last_block_id: { hash: none, parts: { hash: none, total: 0 } },
    last_commit_hash: none,
    last_results_hash: none,
    next_validators_hash: base64Url(next.hash),
    proposer_address: base64Url(new Uint8Array(20)),
    time: headerTime,
    validators_hash: base64Url(set.hash),
    version: { app: '0', block: '11' },
  };
}

async function commitOf(header, chain, set, voters) {
  const parts = { hash: await named('parts'), total: 1 };
  const id = join(...blockId(await headerHash(decodeHeader(header, 'header'), chain), parts));
  const vote = voteBytes(chain, BigInt(header.height), 0, id, time(VOTE_TIME, 'time'));
  const signatures = await Promise.all(voters.map((position) => crypto.subtle.sign('Ed25519', set.members[position].privateKey, vote)));
  return {
    parts: { hash: base64Url(parts.hash), total: 1 },
    round: 0,
    signatures: signatures.map(base64Url),
    times: voters.map(() => VOTE_TIME),
    validators: voters,
  };
}

/**
 * A network whose validators changed at heights 5 and 6.
 * @param {string} chain
 * @param {(changes: Record<string, any>[]) => unknown} [alter] alters the changes before they are signed
 */
export async function makeNetwork(chain, alter = () => {}) {
  const [first, second, last] = [await validators(3n, 2n, 1n), await validators(1n, 1n, 1n, 1n), await validators(5n, 4n, 1n)];
  const changes = [
    { height: 5n, set: first, next: second, voters: [0, 1], headerSet: first },
    { height: 6n, set: second, next: last, voters: [0, 1, 3], headerSet: second },
  ];
  await alter(changes);
  const signed = async ({ height, set, next, voters, headerSet }) => {
    const header = headerOf(height, headerSet, next, new Uint8Array(32), HEADER_TIME);
    return {
      commit: await commitOf(header, chain, set, voters),
      header,
      validators: next.members.map(({ key, power }) => ({ key: base64Url(key), power: String(power) })),
    };
  };
  const genesis = {
    chain_id: chain,
    validators: first.members.toReversed().map(({ key, power }) => ({
      pub_key: { type: 'tendermint/PubKeyEd25519', value: Buffer.from(key).toString('base64') },
      power: String(power),
    })),
  };
  const trust = { chain, changes: await Promise.all(changes.map(signed)), version: 1 };
  return { chain, last, genesis: JSON.stringify(genesis), trust };
}

/** Root of the state's tree over sorted leaves from a depth on. */
async function stateRoot(leaves, depth) {
  if (leaves.length === 0) return new Uint8Array(32);
  if (leaves.length === 1) return leafNode(leaves[0].place, leaves[0].value);
  const [left, right] = split(leaves, depth);
  return innerNode(await stateRoot(left, depth + 1), await stateRoot(right, depth + 1));
}

const bit = (bytes, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1;
const split = (leaves, depth) => [0, 1].map((side) => leaves.filter(({ place }) => bit(place, depth) === side));

/** A state: pairs of key and leaf. Gives its root and proven leaves. */
async function makeState(pairs) {
  const leaves = await Promise.all(pairs.map(async ([key, leaf]) => ({ place: await sha256(key), value: await sha256(leaf), leaf })));
  return {
    root: await stateRoot(leaves, 0),
    async prove(key) {
      const place = await sha256(key);
      const siblings = [];
      let here = leaves;
      for (let depth = 0; here.length > 1; depth++) {
        const sides = split(here, depth);
        siblings.push(await stateRoot(sides[1 - bit(place, depth)], depth + 1));
        here = sides[bit(place, depth)];
      }
      const map = new Uint8Array(Math.ceil(siblings.length / 8));
      const given = siblings.filter((sibling, i) => {
        const isGiven = sibling.some((byte) => byte !== 0);
        if (isGiven) map[i >> 3] |= 128 >> (i & 7);
        return isGiven;
      });
      const path = base64Url(join(Uint8Array.of(1, siblings.length >> 8, siblings.length & 255), map, ...given, Uint8Array.of(0)));
      if (here.length === 0) return { path };
      const [{ place: other, value, leaf }] = here;
      return Buffer.compare(other, place) === 0
        ? { leaf: base64Url(leaf), path }
        : { other: { path: base64Url(other), value: base64Url(value) }, path };
    },
  };
}

/** An organization has a key of each role: root, transaction, service. */
const ROLES = [1, 2, SERVICE];

const keyOf = (point) => ({ algorithm: 1, point });

export const organizationLeaf = (point, changes = {}) =>
  encode(ORGANIZATION, {
    version: 1,
    profile: {
      first_root_key: keyOf(point),
      name: 'a hospital',
      keys: ROLES.map((role) => ({ role, key: keyOf(point), from_height: 0n, until_height: HEIGHT })),
      addresses: ['https://a.example'],
      tls_pins: [point.subarray(1)],
      flags: [1, 2],
      own_policy: changes.own_policy ?? `${PCF}Policy-all-normal`,
      foreign_policy: changes.foreign_policy ?? `${PCF}Policy-deny`,
      nodes: [{ node_id: 'a'.repeat(40), address: 'a.example:26656' }, { node_id: 'b'.repeat(40), address: 'b.example:26656', validator: point.subarray(1) }],
    },
    revision: 1n,
    standing: changes.standing ?? 0n,
    emergencies: 0n,
    emergencies_day: 0n,
    emergencies_count: 0n,
    emergencies_head: new Uint8Array(32),
    emergencies_last: new Uint8Array(32),
    quota: 0n,
    quota_at: 0n,
  });

/**
 * Makes a receipt.
 * @param {Record<string, any>} network of `makeNetwork`
 * @param {Record<string, any>} story what it is about: `source`, `requester` ({ id, leaf? }), `subject`, `subjectLeaf` (changes, or null), `studies`
 *   ({ uid, labels, started?, leaf: boolean, changes? }), `consents` ({ id, terms | rawTerms }), `closing`, `purposes`, `actor`, `decisions`, `view`,
 *   `opened` (positions, in the view of a recipient), `key`; what is to be wrong: `restate` (alters the statement), `headerHeight`, `appHash`, `blockTime`
 */
export async function makeReceipt(network, story) {
  const { source, requester, subject, key, view } = story;
  const consents = await Promise.all(story.consents.toSorted(byBytes(({ id }) => id)).map((consent, i) => openConsent(consent, subject, BigInt(i + 1))));
  const studies = await Promise.all(story.studies.map((study) => studyOf(study, subject, source.id)));
  const order = studies.map((_, i) => i).sort((a, b) => Buffer.compare(studies[a].ref, studies[b].ref));
  const state = await makeState(await pairsOf(story, consents, studies));
  const request = {
    actor: story.actor,
    operation: 'retrieve',
    organization: base64Url(requester.id),
    purposes: story.purposes,
    salt: base64Url(await named('salt of the request')),
    studies: order.map((i) => ({
      labels: story.studies[i].labels,
      ...(story.studies[i].started && { started: story.studies[i].started }),
      uid: story.studies[i].uid,
    })),
  };
  const statement = {
    block_time: story.blockTime ?? BLOCK_TIME,
    chain: network.chain,
    closing: story.closing.map(base64Url),
    decisions: order.map((i) => ({ ...story.decisions[i], study: base64Url(studies[i].ref) })),
    entry: 'an-entry',
    height: String(HEIGHT),
    request: base64Url(await domainHash('receipt-request', utf8(canonicalText(request)))),
    source: base64Url(source.id),
    subject: base64Url(subject),
    time: TIME,
    version: 1,
  };
  story.restate?.(statement);
  const header = headerOf(story.headerHeight ?? HEIGHT + 1n, network.last, network.last, story.appHash ?? state.root, HEADER_TIME);
  const evidence = {
    commit: await commitOf(header, network.chain, network.last, [0, 1]),
    consents: view === 'patient' ? consents.map(({ opening }) => opening) : await Promise.all(story.opened.map((i) => inList(consents, i))),
    header,
    source: await state.prove(organizationKey(source.id)),
    studies: await Promise.all(order.map(async (i) => ({ ...(await state.prove(studyKey(studies[i].ref))), ...studies[i].opening }))),
    subject: await state.prove(subjectKey(subject)),
    validators_since: '7',
  };
  if (view === 'patient' && requester.id !== source.id) evidence.requester = await state.prove(organizationKey(requester.id));
  const signature = await key.sign(domainBytes('receipt', utf8(canonicalText(statement))));
  const receipt = { evidence, request, signature: { key: base64Url(key.point), signature: base64Url(signature) }, statement, view };
  return canonicalText(receipt);
}

async function openConsent({ id, terms, rawTerms }, subject, sequence) {
  const salt = await named(`salt of ${base64Url(id)}`);
  const raw = rawTerms ?? encode(TERMS, terms);
  const commitment = await domainHash('terms', salt, subject, id, u64(sequence), raw);
  const entry = encode(OPEN_CONSENT, { version: 1, consent: id, sequence, commitment, authority: 1 });
  return { entry, opening: { entry: base64Url(entry), salt: base64Url(salt), terms: base64Url(raw) } };
}

async function inList(consents, index) {
  const path = await inclusionPath(consents.map(({ entry }) => entry), index);
  return { ...consents[index].opening, index, path: path.map(base64Url) };
}

/** An inclusion path, leaf first (RFC 9162 §2.1.3.1). */
export async function inclusionPath(elements, index) {
  if (elements.length === 1) return [];
  const split = 2 ** Math.ceil(Math.log2(elements.length) - 1);
  return index < split
    ? [...(await inclusionPath(elements.slice(0, split), index)), await treeRoot(elements.slice(split))]
    : [...(await inclusionPath(elements.slice(split), index - split)), await treeRoot(elements.slice(0, split))];
}

async function studyOf({ uid, leaf, changes = {} }, subject, source) {
  const [salt, manifest] = [await named(`salt of ${uid}`), await named(`manifest of ${uid}`)];
  const ref = await domainHash('study', salt, utf8(uid));
  const commitment = await domainHash('study-record', salt, ref, subject, manifest);
  const value = encode(STUDY, { version: 1, source, commitment, revision: 1n, withdrawn: false, ...changes });
  return { ref, value, opening: { salt: base64Url(salt), ...(leaf && { manifest: base64Url(manifest) }) } };
}

async function pairsOf({ source, requester, subject, subjectLeaf, studies, key }, consents, made) {
  const pairs = source.leaf ? [[organizationKey(source.id), source.leaf]] : [];
  for (let i = 0; i < 8; i++) pairs.push([organizationKey(await named(`another ${i}`)), Uint8Array.of(i)]);
  if (requester.leaf && requester.id !== source.id) pairs.push([organizationKey(requester.id), requester.leaf]);
  studies.forEach(({ leaf }, i) => leaf && pairs.push([studyKey(made[i].ref), made[i].value]));
  if (subjectLeaf === null) return pairs;
  const leaf = {
    version: 1,
    source: source.id,
    keys: [{ key: keyOf(key.point), authority: 1 }],
    custody: 1,
    guardianship: { policy: 1, threshold: 0n, delay_seconds: 604_800n },
    sequence: 0n,
    authority_counter: 0n,
    erasure: 0,
    consent_count: BigInt(consents.length),
    consents_root: await treeRoot(consents.map(({ entry }) => entry)),
    recorded_day: 0n,
    recorded_count: 0n,
    ...subjectLeaf,
  };
  return [...pairs, [subjectKey(subject), encode(SUBJECT, leaf)]];
}
