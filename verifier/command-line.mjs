/** What the commands share: their arguments, and the files of a network. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { proveNetwork } from './receipt.mjs';

export const VALID = 0;
export const NOT_VALID = 1;
const USAGE = 2;

/**
 * Runs a command and leaves its exit code.
 * @param {string} help what it says of itself
 * @param {Record<string, { type: 'string' | 'boolean' }>} options besides --help
 * @param {(options: Record<string, any>, files: string[]) => Promise<number>} command returns the exit code; what it throws is said, with `USAGE`
 */
export async function run(help, options, command) {
  try {
    const { values, positionals } = parseArgs({ options: { ...options, help: { type: 'boolean' } }, allowPositionals: true });
    if (values.help) console.log(help);
    process.exitCode = values.help ? VALID : await command(values, positionals);
  } catch (error) {
    console.error(inWords(error));
    process.exitCode = USAGE;
  }
}

/** @param {Error & { code?: string, path?: string }} error */
const inWords = (error) => (error.code === 'ENOENT' ? `There is no file ${error.path}.` : error.message);

/**
 * @param {string} genesis a file
 * @param {string} trust a file
 * @returns {Promise<import('./chain.mjs').Network>}
 */
export const readNetwork = (genesis, trust) => proveNetwork(readFileSync(genesis, 'utf8'), readFileSync(trust));
