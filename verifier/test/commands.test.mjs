import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { path, read } from '../testing/vectors.mjs';

const COMMANDS = new URL('../', import.meta.url);
const run = (command, args, input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [new URL(command, COMMANDS).pathname, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
};
const NETWORK = ['--genesis', path('genesis.json'), '--trust', path('trust.json')];

test('a receipt that holds, with the network beside it', () => {
  const { status, stdout } = run('verify.mjs', [path('permit-recipient.json')]);
  assert.equal(status, 0);
  assert.match(stdout, /valid\n {2}permission was in force: holds\n.*: holds\n.*: not shown\n/);
  assert.match(stdout, /stays trust: that no other consent denies/);
});

test('a refusal of what is not on the ledger is said to prove little, and no other one', () => {
  const said = (name) => run('verify.mjs', [path(name)]).stdout.includes('stays trust: The refusal as not-registered proves little: the source chooses the salt');
  assert.deepEqual(['refusal-not-registered.json', 'refusal-withdrawn.json', 'refusal.json', 'permit.json'].map(said), [true, false, false, false]);
});

test('a receipt that does not, among others', () => {
  const { status, stdout } = run('verify.mjs', [path('permit.json'), path('invalid/another-actor.json'), ...NETWORK, '--json']);
  assert.equal(status, 1);
  const [one, other] = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual([one.valid, one.step, other.valid, other.step], [true, null, false, 'request']);
});

test('a trust.json that does not hold', () => {
  const { status, stdout } = run('verify.mjs', [path('permit.json'), '--trust', path('invalid-trust/two-votes.json')]);
  assert.equal(status, 1);
  assert.match(stdout, /not valid[^]*trust failed/);
});

test('a file that is not there', () => {
  const { status, stderr } = run('verify.mjs', ['no-such.json', ...NETWORK]);
  assert.deepEqual([status, stderr], [2, 'There is no file no-such.json.\n']);
});

test('wrong calls', () => {
  assert.equal(run('verify.mjs', ['--help']).status, 0);
  for (const args of [[], ['--nothing'], [path('no-such.json')], [path('permit.json'), '--genesis', path('trust.json')]]) {
    const { status, stderr } = run('verify.mjs', args);
    assert.equal(status, 2);
    assert.notEqual(stderr, '');
  }
  assert.equal(run('judge.mjs', []).status, 2);
  assert.equal(run('judge.mjs', [...NETWORK.slice(0, 3), path('invalid-trust/repeated.json')]).status, 2);
});

test('many receipts are judged line by line', () => {
  const receipts = ['permit.json', 'invalid/escape.json', 'invalid/permitted-though-frozen.json'].map((name) => read(name));
  const lines = [...receipts.map((receipt) => ({ receipt: receipt.toString() })), { base64: receipts[0].toString('base64') }, { receipt: '\ud800' }];
  const { status, stdout } = run('judge.mjs', NETWORK, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  assert.equal(status, 0);
  const judged = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(judged.map(({ step }) => step), [null, 'form', 'permission', null, 'form']);
  assert.deepEqual(judged[0], { valid: true, step: null, permission: 'holds', signed: 'holds', recomputed: 'holds' });
});
