import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { canonicalText } from '../canonical-json.mjs';
import { utf8 } from '../bytes.mjs';
import { proveNetwork, verifyReceipt } from '../receipt.mjs';
import { encode } from '../protobuf.mjs';
import { DENY, PERMIT, TERMS } from '../terms.mjs';
import { makeNetwork, makeReceipt, named, organizationLeaf, setOf, signingKey } from '../testing/maker.mjs';

const POLICY_DENY = 'https://profiles.ihe.net/ITI/PCF/Policy-deny';
const TREAT = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' };
const PERMITTED = { decision: 'permit', policy: POLICY_DENY };
const denied = (reason) => ({ decision: 'deny', policy: POLICY_DENY, reason });
const FIRST_ID = new Uint8Array(32).fill(7);
const [FIRST, SECOND] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

const rule = (effect, members = {}) => ({ effect, actors: [], purposes: [], ...members });
const termsOf = (root, ...exceptions) => ({ version: 1, policy: POLICY_DENY, root, exceptions, source: new Uint8Array(32) });

let made;
let network;
let story;

before(async () => {
  made = await makeNetwork('made');
  network = await proveNetwork(made.genesis, utf8(canonicalText(made.trust)));
  const key = await signingKey();
  story = {
    view: 'patient',
    source: { id: await named('source'), leaf: organizationLeaf(key.point) },
    requester: { id: await named('requester'), leaf: organizationLeaf(key.point) },
    subject: await named('subject'),
    subjectLeaf: {},
    studies: [
      { uid: '1.2.3', labels: [], started: '2026-01-01T00:00:00Z', leaf: true },
      { uid: '1.2.4', labels: [], leaf: true },
    ],
    consents: [{ id: FIRST, terms: termsOf(rule(PERMIT)) }],
    closing: [],
    purposes: [TREAT],
    actor: 'Practitioner/1',
    decisions: [PERMITTED, PERMITTED],
    key,
  };
});

async function judged(changes) {
  const { permission, signed, recomputed } = await verifyReceipt(await makeReceipt(made, { ...story, ...changes }), network);
  return [permission, signed, recomputed];
}

/** What is found of a receipt whose evidence was altered, which nobody signs. */
async function judgedOf(changes, alter) {
  const receipt = JSON.parse(await makeReceipt(made, { ...story, ...changes }));
  alter(receipt.evidence);
  const { permission, signed, recomputed } = await verifyReceipt(canonicalText(receipt), network);
  return [permission, signed, recomputed];
}

const evidenceOf = async (changes) => JSON.parse(await makeReceipt(made, { ...story, ...changes })).evidence;

const HOLDS = ['holds', 'holds', 'holds'];
const REFUSED = ['not shown', 'holds', 'holds'];
const nothing = (step) => Array(3).fill(`fails: ${step}`);
const signedOnly = (step) => [`fails: ${step}`, 'holds', `fails: ${step}`];
const bothDenied = (reason) => [denied(reason), denied(reason)];

test('a network whose validators changed in two heights on end is proven', () => {
  assert.deepEqual(network.sets.map(({ since }) => since), [1n, 6n, 7n]);
});

test('a made receipt holds', async () => assert.deepEqual(await judged({}), HOLDS));

test('the header is after the block, and has a root of the state', async () => {
  assert.deepEqual(await judged({ blockTime: '2026-03-01T12:00:42.5Z' }), nothing('header'));
  assert.deepEqual(await judged({ appHash: new Uint8Array(20) }), nothing('header'));
});

test('the source is in the state', async () => {
  const { requester, source } = story;
  assert.deepEqual(await judged({ source: { id: source.id, leaf: Uint8Array.of(8, 1) } }), nothing('source'));
  assert.deepEqual(await judged({ source: requester, key: await signingKey() }), nothing('signature'));
});

test('a subject and its studies are of the source', async () => {
  assert.deepEqual(await judged({ subjectLeaf: { source: story.requester.id } }), signedOnly('subject'));
  const [one, other] = story.studies;
  assert.deepEqual(await judged({ studies: [one, { ...other, changes: { source: story.requester.id } }] }), signedOnly('study'));
  assert.deepEqual(await judged({ studies: [{ ...one, changes: { commitment: story.subject } }, other] }), signedOnly('study'));
});

test('what is absent beside another leaf is proven so', async () => {
  assert.deepEqual(await judged({ subjectLeaf: null, consents: [], decisions: bothDenied('not-registered') }), REFUSED);
  const studies = story.studies.map((study) => ({ ...study, leaf: false }));
  assert.deepEqual(await judged({ studies, decisions: bothDenied('not-registered') }), REFUSED);
  assert.deepEqual(await judged({ requester: { id: await named('nobody') }, decisions: bothDenied('unknown-requester') }), REFUSED);
});

test('a subject that is not in the state has no consents', async () => {
  assert.deepEqual(await judged({ subjectLeaf: null, decisions: bothDenied('not-registered') }), signedOnly('consents'));
});

test('a subject counts as frozen', async () => {
  for (const subjectLeaf of [{ frozen_by: 4 }, { erasure: 1 }, { erasure: 2 }]) {
    assert.deepEqual(await judged({ subjectLeaf, decisions: bothDenied('frozen') }), REFUSED);
    assert.deepEqual(await judged({ subjectLeaf }), ['fails: permission', 'holds', 'fails: decision']);
  }
});

test('the requester is an organization, and not suspended', async () => {
  const { id } = story.requester;
  const leaf = organizationLeaf(story.key.point, { standing: 1n });
  assert.deepEqual(await judged({ requester: { id, leaf }, decisions: bothDenied('unknown-requester') }), REFUSED);
  assert.deepEqual(await judged({ requester: { id, leaf: Uint8Array.of(1) } }), signedOnly('requester'));
});

test("the source's own access asks for none of that", async () => {
  const own = { requester: story.source, subjectLeaf: { frozen_by: 1 } };
  const policy = 'https://profiles.ihe.net/ITI/PCF/Policy-all-normal';
  assert.deepEqual(await judged(own), HOLDS);
  assert.deepEqual(await judged({ ...own, consents: [], decisions: Array(2).fill({ decision: 'permit', policy }) }), HOLDS);
});

test('a consent that is closing no longer permits, and was opened', async () => {
  const decisions = bothDenied('no-permit');
  assert.deepEqual(await judged({ closing: [FIRST], decisions }), REFUSED);
  assert.deepEqual(await judged({ closing: [SECOND], decisions }), signedOnly('consents'));
});

test('terms that are not canonical are refused though they were committed to', async () => {
  const start = { start: 5n };
  const period = { studies: [], authors: [], related: [], labels: [], period: {} };
  const notCanonical = {
    'another version': { ...termsOf(rule(PERMIT)), version: 2 },
    'no policy': { ...termsOf(rule(PERMIT)), policy: ' ' },
    'actors not sorted': termsOf(rule(PERMIT, { actors: [{ organization: FIRST_ID, member: 'b' }, { organization: FIRST_ID, member: 'a' }] })),
    'an actor twice': termsOf(rule(PERMIT, { actors: Array(2).fill({ organization: FIRST_ID }) })),
    'a member of a control character': termsOf(rule(PERMIT, { actors: [{ organization: FIRST_ID, member: '\u0085' }] })),
    'purposes not sorted': termsOf(rule(PERMIT, { purposes: [TREAT, { ...TREAT, code: 'BTG' }] })),
    'a period without bounds': termsOf(rule(PERMIT, { period: {} })),
    'an end before the start': termsOf(rule(PERMIT, { period: { start: 5n, end: 4n } })),
    'a bound after the year 9999': termsOf(rule(PERMIT, { period: { end: 253_402_300_800n } })),
    'data of nothing': termsOf(rule(PERMIT, { data: { ...period, period: undefined } })),
    'labels not sorted': termsOf(rule(PERMIT, { data: { ...period, labels: ['b', 'a'] } })),
    'too many exceptions': termsOf(rule(PERMIT), ...Array(65).fill(rule(DENY, { period: start }))),
  };
  for (const [what, terms] of Object.entries(notCanonical)) {
    assert.deepEqual(await judged({ consents: [{ id: FIRST, terms }] }), signedOnly('consents'), what);
  }
  const emptyPeriod = termsOf(rule(PERMIT), rule(DENY, { data: { ...period, studies: ['9'] } }));
  assert.deepEqual(await judged({ consents: [{ id: FIRST, terms: emptyPeriod }] }), HOLDS);
  const twice = Uint8Array.from([...encode(TERMS, termsOf(rule(PERMIT))), 8, 1]);
  assert.deepEqual(await judged({ consents: [{ id: FIRST, rawTerms: twice }] }), signedOnly('consents'));
});

test('the view of a recipient opens what is relied on, at any place', async () => {
  const study = story.studies.slice(0, 1);
  for (let size = 1; size <= 9; size++) {
    const consents = Array.from({ length: size }, (_, i) => ({ id: new Uint8Array(16).fill(i), terms: termsOf(rule(PERMIT)) }));
    for (let i = 0; i < size; i++) {
      const recipient = { view: 'recipient', studies: study, consents, opened: [i], decisions: [PERMITTED] };
      assert.deepEqual(await judged(recipient), ['holds', 'holds', 'not shown'], `${i} of ${size}`);
    }
  }
});

test('the view of a recipient is of one permit', async () => {
  const recipient = { view: 'recipient', opened: [0] };
  assert.deepEqual(await judged(recipient), nothing('form'));
  assert.deepEqual(await judged({ ...recipient, studies: story.studies.slice(0, 1), decisions: [denied('frozen')] }), nothing('form'));
});

test('evidence of another state is no evidence', async () => {
  const another = await signingKey();
  const takeSource = (evidence) => (evidence.source.leaf = Buffer.from(organizationLeaf(another.point)).toString('base64url'));
  assert.deepEqual(await judgedOf({ key: another }, takeSource), nothing('source'));
  assert.deepEqual(await judged({ source: { id: story.source.id } }), nothing('source'));

  const denying = [{ id: FIRST, terms: termsOf(rule(DENY)) }];
  const { consents, requester, studies, subject } = await evidenceOf({});
  assert.deepEqual(await judgedOf({ consents: denying }, (evidence) => (evidence.consents = consents)), signedOnly('consents'));
  const suspended = { id: story.requester.id, leaf: organizationLeaf(story.key.point, { standing: 1n }) };
  const takeRequester = (evidence) => (evidence.requester.leaf = requester.leaf);
  assert.deepEqual(await judgedOf({ requester: suspended }, takeRequester), signedOnly('requester'));
  const unregistered = story.studies.map((study) => ({ ...study, leaf: false }));
  assert.deepEqual(await judgedOf({ studies: unregistered }, (evidence) => (evidence.studies = studies)), signedOnly('study'));
  const takeSubject = (evidence) => (evidence.subject.leaf = subject.leaf);
  assert.deepEqual(await judgedOf({ subjectLeaf: { frozen_by: 1 } }, takeSubject), signedOnly('subject'));
});

test('header and statement are of the same decision', async () => {
  assert.deepEqual(await judged({ headerHeight: 43n }), nothing('header'));
  const takeValidators = (evidence) => (evidence.header.validators_hash = evidence.header.app_hash);
  assert.deepEqual(await judgedOf({}, takeValidators), nothing('header'));
  const swap = ({ decisions }) => (decisions[0].study = `A${decisions[0].study.slice(1)}`);
  assert.deepEqual(await judged({ restate: swap }), signedOnly('study'));
});

test('members that ask for each other', async () => {
  const statements = [
    ({ decisions }) => (decisions[0].reason = 'frozen'),
    ({ decisions }) => (decisions[0].decision = 'deny'),
    ({ decisions }) => decisions.reverse(),
    ({ decisions }) => decisions.pop(),
    (statement) => (statement.closing = ['AQEBAQEBAQEBAQEBAQEBAQ']),
    (statement) => (statement.time = '2026-03-01T12:00:43.1234Z'),
    (statement) => (statement.version = 2),
  ];
  for (const restate of statements) assert.deepEqual(await judged({ restate }), nothing('form'), restate.toString());
  const other = { path: 'A'.repeat(43), value: 'A'.repeat(43) };
  const evidences = [
    (evidence) => (evidence.subject.other = other),
    (evidence) => delete evidence.studies[0].manifest,
    (evidence) => delete evidence.studies[0].leaf,
    (evidence) => evidence.studies.pop(),
    (evidence) => delete evidence.requester,
    (evidence) => evidence.consents.push(evidence.consents[0]),
    (evidence) => (evidence.commit.validators = [0]),
    (evidence) => (evidence.commit.times = [evidence.commit.times[0]]),
    (evidence) => evidence.commit.validators.reverse(),
    (evidence) => (evidence.consents[0].index = 0),
  ];
  for (const alter of evidences) assert.deepEqual(await judgedOf({}, alter), nothing('form'), alter.toString());
  const takeRequester = (evidence) => (evidence.requester = evidence.source);
  assert.deepEqual(await judgedOf({ requester: story.source }, takeRequester), nothing('form'));
});

test('members of the other parts that ask for each other', async () => {
  const key = { point: Uint8Array.from(story.key.point, (byte, i) => (i === 0 ? 4 : byte)), sign: story.key.sign };
  assert.deepEqual(await judged({ key }), nothing('form'));
  const receipt = JSON.parse(await makeReceipt(made, story));
  receipt.request.studies.pop();
  assert.equal((await verifyReceipt(canonicalText(receipt), network)).step, 'form');
});

test('a text that has no UTF-8 is not the receipt that its bytes would be', async () => {
  const text = await makeReceipt(made, { ...story, actor: '\ufffd' });
  assert.equal((await verifyReceipt(text, network)).valid, true);
  assert.equal((await verifyReceipt(text.replace('\ufffd', '\ud800'), network)).step, 'form');
});

test('a receipt has at most 65,536 bytes', async () => {
  const labels = Array.from({ length: 64 }, (_, i) => `a|${i + 10}`.padEnd(255, 'x'));
  const long = termsOf(rule(PERMIT), ...Array(3).fill(rule(DENY, { data: { studies: ['9'], authors: [], related: [], labels } })));
  assert.deepEqual(await judged({ consents: [{ id: FIRST, terms: termsOf(rule(PERMIT), long.exceptions[0]) }] }), HOLDS);
  assert.deepEqual(await judged({ consents: [{ id: FIRST, terms: long }] }), nothing('form'));
});

test('a vote is of a validator, and all of them are valid', async () => {
  assert.deepEqual(await judgedOf({}, ({ commit }) => (commit.validators = [0, 3])), nothing('commit'));
  assert.deepEqual(await judgedOf({}, ({ commit }) => (commit.validators = [0, 2])), nothing('commit'));
  const first = ({ commit }) => Object.assign(commit, Object.fromEntries(['signatures', 'times', 'validators'].map((name) => [name, commit[name].slice(0, 1)])));
  assert.deepEqual(await judgedOf({}, first), nothing('commit'));
  const addVote = ({ commit }) => {
    commit.signatures.push(commit.signatures[0]);
    commit.times.push(commit.times[0]);
    commit.validators.push(2);
  };
  assert.deepEqual(await judgedOf({}, addVote), nothing('commit'));
});

test('trust.json is believed whole or not at all', async () => {
  const refused = (change) => {
    const trust = structuredClone(made.trust);
    change(trust, trust.changes);
    return assert.rejects(proveNetwork(made.genesis, utf8(canonicalText(trust))), { step: 'trust' });
  };
  await refused((trust) => (trust.chain = 'another'));
  await refused((trust) => (trust.version = 2));
  await refused((_, changes) => changes.reverse());
  await refused((_, changes) => changes.shift());
  await refused((_, changes) => changes.push(changes[1]));
  await refused((_, [first]) => first.validators.pop());
  await refused((_, [first]) => first.validators.reverse());
  await refused((_, [first]) => first.commit.validators.pop());
  await refused((_, [first]) => (first.header.time = '2026-03-01T12:00:43Z'));
});

test('validators cannot sign for what is no change of theirs', async () => {
  const alterations = {
    'a set that is not sorted': async ([change]) => (change.next = await setOf(change.next.members.toReversed())),
    'a validator twice': async ([change]) => {
      const [one, ...others] = change.next.members;
      change.next = await setOf([{ ...one, power: 2n }, one, ...others]);
    },
    'a height that another set decided': ([, change]) => (change.height = 5n),
    'no change': ([change]) => (change.next = change.set),
    'a header of other validators': ([change]) => (change.headerSet = change.next),
    'too much power': async ([change]) => (change.next = await setOf(change.next.members.map((member) => ({ ...member, power: 2n ** 59n })))),
  };
  for (const [what, alter] of Object.entries(alterations)) {
    const { genesis, trust } = await makeNetwork('altered', alter);
    trust.changes.splice(1, what === 'a height that another set decided' ? 0 : 1);
    await assert.rejects(proveNetwork(genesis, utf8(canonicalText(trust))), { step: 'trust' }, what);
  }
});

test('a genesis file that is none is refused', async () => {
  const trust = utf8(canonicalText(made.trust));
  const changes = [
    (genesis) => delete genesis.chain_id,
    (genesis) => (genesis.initial_height = '2'),
    (genesis) => (genesis.validators = []),
    (genesis) => (genesis.validators[0].power = 3),
    (genesis) => (genesis.validators[0].power = '0'),
    (genesis) => (genesis.validators[1] = genesis.validators[0]),
    (genesis) => (genesis.validators[0].pub_key.type = 'tendermint/PubKeySecp256k1'),
    (genesis) => (genesis.validators[0].power = String(2n ** 60n)),
  ];
  for (const change of changes) {
    const genesis = JSON.parse(made.genesis);
    change(genesis);
    await assert.rejects(proveNetwork(JSON.stringify(genesis), trust), { step: 'genesis' });
  }
  await assert.rejects(proveNetwork('no JSON', trust), { step: 'genesis' });
  await assert.rejects(proveNetwork('null', trust), { step: 'genesis' });
});
