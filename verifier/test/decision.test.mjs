import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, coversLabels, decide } from '../decision.mjs';
import { DENY, PERMIT } from '../terms.mjs';
import { time } from '../values.mjs';

const PCF = 'https://profiles.ihe.net/ITI/PCF/Policy-';
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality|';
const purpose = (code) => ({ system: ACT_REASON, code });
const [TREAT, BTG, HRESCH] = ['TREAT', 'BTG', 'HRESCH'].map(purpose);
const id = (n) => new Uint8Array(32).fill(n);
const [SOURCE, REQUESTER, OTHER] = [id(1), id(2), id(3)];
const at = (text) => time(text, 'a time');
const seconds = (text) => at(text) / 1_000_000_000n;

const rule = (effect, members = {}) => ({ effect, actors: [], purposes: [], ...members });
const permit = (members) => rule(PERMIT, members);
const deny = (members) => rule(DENY, members);
const data = (members) => ({ data: { studies: [], authors: [], related: [], labels: [], ...members } });
const consent = (n, root, ...exceptions) => ({ id: new Uint8Array(16).fill(n), terms: { policy: `policy ${n}`, root, exceptions } });

function decided(consents, { purposes = [TREAT], study = {}, foreign_policy = `${PCF}deny`, closing = [], actor = 'a', now = '2026-03-01T12:00:00Z' } = {}) {
  const [result] = decide({
    view: 'patient',
    statement: { source: SOURCE, time: at(now), block_time: at('2026-03-01T11:59:59Z'), closing: closing.map((n) => new Uint8Array(16).fill(n)) },
    request: { organization: REQUESTER, actor, purposes, studies: [{ uid: '1.2', labels: [], started: at('2026-01-01T00:00:00Z'), ...study }] },
    source: { profile: { own_policy: `${PCF}deny`, foreign_policy } },
    requester: { standing: 0n },
    subject: { erasure: 0 },
    studies: [{ withdrawn: false }],
    consents,
  });
  return [result.decision, result.reason, result.policy.replace(PCF, '')].filter(Boolean).join(' ');
}

const about = (uid) => data({ studies: [uid] });
const namingBtg = { purposes: [BTG, TREAT] };

test('a consent decides by its root and its exceptions', () => {
  const table = [
    ['deny no-permit deny', []],
    ['permit policy 1', [consent(1, permit())]],
    ['deny denied-by-consent policy 1', [consent(1, deny())]],
    ['deny no-permit policy 1', [consent(1, permit(about('9')))]],
    ['deny no-permit deny', [consent(1, deny(about('9')))]],
    ['deny no-permit deny', [consent(1, permit({ purposes: [HRESCH] }))]],
    ['deny denied-by-consent policy 1', [consent(1, permit(), deny(about('1.2')))]],
    ['permit policy 1', [consent(1, permit(), deny(about('9')))]],
    ['permit policy 1', [consent(1, permit(about('9')), permit(about('1.2')))]],
    ['permit policy 1', [consent(1, deny(), permit(about('1.2')))]],
    ['permit policy 1', [consent(1, deny(about('9')), permit(about('1.2')))]],
    ['deny denied-by-consent policy 1', [consent(1, deny(), permit(), deny(about('1.2')))]],
    ['deny no-permit deny', [consent(1, deny({ purposes: [HRESCH] }), permit())]],
  ];
  for (const [expected, consents] of table) assert.equal(decided(consents), expected, JSON.stringify(consents));
});

test('consents together: a denial before a permit, the first by ConsentId names the policy', () => {
  assert.equal(decided([consent(3, permit()), consent(2, permit())]), 'permit policy 2');
  assert.equal(decided([consent(1, permit()), consent(2, deny())]), 'deny denied-by-consent policy 2');
  assert.equal(decided([consent(1, permit(about('9'))), consent(2, permit())]), 'permit policy 2');
  assert.equal(decided([consent(1, permit()), consent(2, permit())], { closing: [1] }), 'permit policy 2');
  assert.equal(decided([consent(1, permit()), consent(2, deny())], { closing: [2] }), 'deny denied-by-consent policy 2');
});

test('of the purposes the first that is denied decides, else the first', () => {
  const both = { purposes: [HRESCH, TREAT] };
  assert.equal(decided([consent(1, permit({ purposes: [TREAT] })), consent(2, permit({ purposes: [HRESCH] }))], both), 'permit policy 2');
  assert.equal(decided([consent(1, permit({ purposes: [HRESCH] }))], both), 'deny no-permit deny');
  assert.equal(decided([consent(1, deny({ purposes: [TREAT] })), consent(2, permit())], both), 'deny denied-by-consent policy 1');
});

test('break-glass', () => {
  const btg = { purposes: [BTG] };
  const table = [
    ['permit policy 1', [consent(1, permit(namingBtg))]],
    ['permit policy 1', [consent(1, permit({ purposes: [BTG] })), consent(2, deny())]],
    ['deny denied-by-consent policy 2', [consent(1, permit(namingBtg)), consent(2, deny({ purposes: [BTG] }))]],
    ['deny denied-by-consent policy 2', [consent(1, permit()), consent(2, deny())]],
    ['permit policy 1', [consent(1, permit())]],
    ['permit policy 1', [consent(1, deny(), permit({ purposes: [BTG] })), consent(2, deny())]],
    ['deny denied-by-consent policy 2', [consent(1, deny(), permit()), consent(2, deny())]],
    ['permit policy 1', [consent(1, permit(), permit({ purposes: [BTG] })), consent(2, deny())]],
    ['deny denied-by-consent policy 2', [consent(1, permit({ ...namingBtg, ...about('9') }), permit()), consent(2, deny())]],
    ['deny denied-by-consent policy 2', [consent(1, permit({ purposes: [BTG] })), consent(2, permit(), deny({ purposes: [BTG] }))]],
    ['deny denied-by-consent policy 2', [consent(1, permit({ purposes: [BTG] })), consent(2, deny({ purposes: [BTG] }), deny())]],
    ['permit policy 1', [consent(1, permit({ purposes: [BTG] })), consent(2, deny({ purposes: [BTG], ...about('9') }), deny())]],
    ['permit policy 1', [consent(1, permit({ purposes: [BTG] })), consent(2, permit({ purposes: [BTG] }), deny())]],
  ];
  for (const [expected, consents] of table) assert.equal(decided(consents, btg), expected, JSON.stringify(consents));
  assert.equal(decided([consent(1, permit(namingBtg)), consent(2, deny())]), 'deny denied-by-consent policy 2');
});

test('the implicit policy', () => {
  const table = {
    deny: [],
    'break-glass-only': ['BTG'],
    'basic-normal': ['TREAT', 'ERTREAT'],
    'all-normal': ['TREAT', 'ERTREAT', 'HRESCH'],
  };
  for (const [name, permitted] of Object.entries(table)) {
    for (const code of ['TREAT', 'ERTREAT', 'HRESCH', 'BTG']) {
      const expected = permitted.includes(code) ? `permit ${name}` : `deny no-permit ${name}`;
      assert.equal(decided([], { foreign_policy: PCF + name, purposes: [purpose(code)] }), expected);
    }
  }
  assert.equal(decided([], { foreign_policy: 'another' }), 'deny no-permit deny');
});

test('actors', () => {
  const permittedTo = (...actors) => decided([consent(1, permit({ actors }))]);
  assert.equal(permittedTo({ organization: REQUESTER }), 'permit policy 1');
  assert.equal(permittedTo({ organization: OTHER }, { organization: REQUESTER, member: 'a' }), 'permit policy 1');
  assert.equal(permittedTo({ organization: REQUESTER, member: 'b' }, { organization: OTHER, member: 'a' }), 'deny no-permit deny');
});

test('a period has both ends inside, and both clocks', () => {
  const during = (period, now) => decided([consent(1, permit({ period }))], { now }).split(' ')[0];
  const [before, block, then] = ['2026-03-01T11:59:58Z', '2026-03-01T11:59:59Z', '2026-03-01T12:00:00Z'].map(seconds);
  assert.equal(during({ start: block, end: then }), 'permit');
  assert.equal(during({ start: then }), 'deny');
  assert.equal(during({ end: block }), 'deny');
  assert.equal(during({ end: before }), 'deny');
  assert.equal(during({ end: then }, '2026-03-01T12:00:00.001Z'), 'deny');
});

test('data: what is unknown counts for a denial and not for a permit', () => {
  const [permitted, silent] = ['permit policy 1', 'deny no-permit policy 1'];
  const permits = (members, study) => decided([consent(1, permit(data(members)))], { study });
  assert.equal(permits({ authors: [SOURCE] }), permitted);
  assert.equal(permits({ authors: [REQUESTER] }), silent);
  assert.equal(permits({ related: ['x'] }), silent);
  assert.equal(permits({ period: {} }), permitted);
  assert.equal(permits({ period: {} }, { started: undefined }), silent);
  assert.equal(permits({ period: { end: 0n } }), silent);
  const denies = (members, study) => decided([consent(1, deny(data(members)))], { study });
  assert.equal(denies({ related: ['x'] }), 'deny denied-by-consent policy 1');
  assert.equal(denies({ period: { end: 0n } }, { started: undefined }), 'deny denied-by-consent policy 1');
  assert.equal(denies({ period: { end: 0n } }), 'deny no-permit deny');
  assert.equal(denies({ labels: [`${CONFIDENTIALITY}V`] }), 'deny denied-by-consent policy 1');
});

test('a purpose covers itself and what is below it', () => {
  assert.ok(covers(purpose('PurposeOfUse'), purpose('ERTREAT')));
  assert.ok(covers(purpose('HOPERAT'), purpose('HTEST')));
  assert.ok(!covers(purpose('ERTREAT'), TREAT));
  assert.ok(!covers(purpose('PurposeOfUse'), BTG));
  assert.ok(!covers(TREAT, { system: 'another', code: 'ETREAT' }));
  assert.ok(covers({ system: 'another', code: 'x' }, { system: 'another', code: 'x' }));
});

test('labels', () => {
  const [U, N, R, X] = ['U', 'N', 'R', 'X'].map((level) => CONFIDENTIALITY + level);
  const permits = (ofRule, ofStudy) => coversLabels(PERMIT, ofRule, ofStudy);
  assert.ok(permits([N], []));
  assert.ok(!permits([U], []));
  assert.ok(permits([R], [N]));
  assert.ok(!permits([N], [R]));
  assert.ok(permits([X], [X]));
  assert.ok(!permits([R], [X]));
  assert.ok(!permits([X], [U]));
  assert.ok(!permits([R], [N, 'a|b']));
  assert.ok(permits(['a|b', R], ['a|b', N]));
  assert.ok(permits(['a|b'], ['a|b', R]));
  assert.ok(!permits(['a|b'], [N]));
  assert.ok(!permits(['a|b'], ['a|b', 'c|d']));
  const denies = (ofRule, ofStudy) => coversLabels(DENY, ofRule, ofStudy);
  assert.ok(denies([R], []));
  assert.ok(denies(['a|b'], [N, 'a|b']));
  assert.ok(!denies(['a|b'], [N]));
});
