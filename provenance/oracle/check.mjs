// Asks both official C2PA validators about files: node check.mjs ROOT_PEM FILE...
// Prints one JSON object a file: {"file", "wasm": {"state", "failures"}, "node": {"state", "failures"}}.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initSync, WasmReader } from '@contentauth/c2pa-wasm';
import { Reader } from '@contentauth/c2pa-node';

const require = createRequire(import.meta.url);
const MEDIA_TYPES = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp' };
const EKU = [
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.76.59.1.9',
  '1.3.6.1.4.1.62558.2.1',
].join('\n');

function failuresOf(results) {
  const codes = (group) => (group?.failure ?? []).map((status) => status.code);
  const ingredients = (results?.ingredientDeltas ?? []).flatMap((d) => codes(d.validationDeltas));
  return [...codes(results?.activeManifest), ...ingredients];
}

function verdict(json) {
  return { state: json.validation_state, failures: failuresOf(json.validation_results) };
}

async function asVerdict(read) {
  try {
    const json = await read();
    return json ? verdict(json) : { state: 'NoManifest', failures: [] };
  } catch (error) {
    return { state: 'Reject', failures: [String(error?.message ?? error)] };
  }
}

const crjson = process.argv[2] === '--crjson';
const [rootPem, ...files] = process.argv.slice(crjson ? 3 : 2);
const trust = { trust_anchors: await readFile(rootPem, 'utf8'), trust_config: EKU };
const settings = { trust, verify: { verify_trust: true, remote_manifest_fetch: false, ocsp_fetch: false } };
initSync({ module: await readFile(require.resolve('@contentauth/c2pa-wasm/c2pa.wasm')) });

for (const file of files) {
  const bytes = await readFile(file);
  const mediaType = MEDIA_TYPES[file.split('.').pop().toLowerCase()];
  if (crjson) {
    const reader = await WasmReader.fromBytes(mediaType, bytes, JSON.stringify(settings));
    console.log(reader.crJson());
    continue;
  }
  const wasm = await asVerdict(async () => {
    const reader = await WasmReader.fromBytes(mediaType, bytes, JSON.stringify(settings));
    return JSON.parse(reader.json());
  });
  const node = await asVerdict(async () =>
    (await Reader.fromAsset({ buffer: bytes, mimeType: mediaType }, settings))?.json());
  console.log(JSON.stringify({ file, wasm, node }));
}
