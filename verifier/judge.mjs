#!/usr/bin/env node
/** Judges many receipts, to be compared with another verifier: see `--help`. */
import { createInterface } from 'node:readline';
import { VALID, readNetwork, run } from './command-line.mjs';
import { verifyReceipt } from './receipt.mjs';

const HELP = `Usage: node judge.mjs --genesis FILE --trust FILE

Reads lines {"receipt": "<text>"} and writes for each a line {"valid": …, "step": …, "permission": …, "signed": …, "recomputed": …}.
A receipt that is not UTF-8 is given as {"base64": "<bytes>"}. The step is the first that fails, or null.`;

const OPTIONS = { genesis: { type: 'string' }, trust: { type: 'string' } };

await run(HELP, OPTIONS, async ({ genesis, trust }, others) => {
  if (!genesis || !trust || others.length > 0) throw new Error(HELP);
  const network = await readNetwork(genesis, trust);
  for await (const line of createInterface({ input: process.stdin })) {
    const { receipt, base64 } = JSON.parse(line);
    const { valid, step, permission, signed, recomputed } = await verifyReceipt(receipt ?? Buffer.from(base64, 'base64'), network);
    console.log(JSON.stringify({ valid, step, permission, signed, recomputed }));
  }
  return VALID;
});
