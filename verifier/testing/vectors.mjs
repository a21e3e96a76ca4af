/** The vectors of the format. */
import { readFileSync, readdirSync } from 'node:fs';
import { proveNetwork } from '../receipt.mjs';

const FOLDER = new URL('../../docs/vectors/', import.meta.url);

export const read = (name) => readFileSync(new URL(name, FOLDER));
export const path = (name) => new URL(name, FOLDER).pathname;
export const expected = JSON.parse(read('expected.json'));
export const filesOf = (folder) => readdirSync(new URL(folder, FOLDER)).map((name) => `${folder}${name}`);
export const genesis = read('genesis.json').toString();
export const network = await proveNetwork(genesis, read('trust.json'));
