// The npm package dicomweb-client, unmodified, against a site: the library that OHIF embeds.
//   node dicomweb-client.mjs BASE_URL BEARER_TOKEN STUDY_UID [FILE_TO_STORE]
// Prints one JSON object; exits 1 when a call fails.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
globalThis.XMLHttpRequest = require('xhr2');
const { api } = require('dicomweb-client');

const [url, token, study, file] = process.argv.slice(2);
const client = new api.DICOMwebClient({ url, headers: { Authorization: `Bearer ${token}` }, verbose: false });
const results = {};

async function call(name, ask) {
  try {
    results[name] = await ask();
  } catch (error) {
    results[name] = { error: String(error.message ?? error).slice(0, 200), status: error.status };
    process.exitCode = 1;
  }
}

const studyOnly = { studyInstanceUID: study };
await call('searchForStudies', async () => (await client.searchForStudies({ queryParams: { StudyInstanceUID: study } })).length);
const series = (await client.searchForSeries(studyOnly))[0]['0020000E'].Value[0];
const inSeries = { ...studyOnly, seriesInstanceUID: series };
await call('searchForInstances', async () => (await client.searchForInstances(inSeries)).length);
const instance = (await client.searchForInstances(inSeries))[0]['00080018'].Value[0];
const one = { ...inSeries, sopInstanceUID: instance };
await call('retrieveStudyMetadata', async () => (await client.retrieveStudyMetadata(studyOnly)).length);
await call('retrieveSeriesMetadata', async () => (await client.retrieveSeriesMetadata(inSeries)).length);
await call('retrieveInstanceMetadata', async () => Object.keys((await client.retrieveInstanceMetadata(one))[0]).length);
await call('retrieveInstance', async () => (await client.retrieveInstance(one)).byteLength);
await call('retrieveInstanceFrames', async () => (await client.retrieveInstanceFrames({ ...one, frameNumbers: [1] }))[0].byteLength);
await call('retrieveSeries', async () => (await client.retrieveSeries(inSeries)).length);
if (file) {
  await call('storeInstances', async () => {
    const bytes = readFileSync(file);
    await client.storeInstances({ datasets: [bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)] });
    return true;
  });
}
console.log(JSON.stringify(results));
