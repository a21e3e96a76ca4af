#!/usr/bin/env node
/** Verifies receipts in files: see `--help`. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NOT_VALID, VALID, readNetwork, run } from './command-line.mjs';
import { notSigned, verifyReceipt } from './receipt.mjs';
import { inWords } from './words.mjs';

const HELP = `Usage: node verify.mjs RECEIPT... [--genesis FILE] [--trust FILE] [--json]

Verifies receipts as docs/receipt-format.md says. It asks no network.

  --genesis FILE  the network's genesis file, which is believed; else genesis.json beside the receipt
  --trust FILE    its trust.json, which is proven from the genesis file; else trust.json beside the receipt
  --json          one line of JSON for each receipt

Exit code: 0 all are valid, 1 one is not, 2 it was called wrongly, or a file cannot be read.`;

const OPTIONS = { genesis: { type: 'string' }, trust: { type: 'string' }, json: { type: 'boolean' } };

const asJson = (file, { valid, step, reason, permission, signed, recomputed }) =>
  JSON.stringify({ file, valid, step, reason, permission, signed, recomputed });

await run(HELP, OPTIONS, async (options, files) => {
  if (files.length === 0) throw new Error(HELP);
  let code = VALID;
  for (const file of files) {
    const folder = dirname(file);
    const receipt = readFileSync(file);
    const network = readNetwork(options.genesis ?? join(folder, 'genesis.json'), options.trust ?? join(folder, 'trust.json'));
    const findings = await verify(receipt, network);
    console.log(options.json ? asJson(file, findings) : `${file}: ${inWords(findings)}`);
    if (!findings.valid) code = NOT_VALID;
  }
  return code;
});

/** A trust.json that does not hold is a receipt that is not valid; a genesis file that is none is a wrong call. */
async function verify(receipt, network) {
  try {
    return await verifyReceipt(receipt, await network);
  } catch (error) {
    if (error.step === 'trust') return notSigned(error);
    throw error;
  }
}
