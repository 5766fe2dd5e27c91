/**
 * `node replicate.cjs URL FOLDER BATCH` replicates a PouchDB over HTTP into a new one (leveldb on disk) and says in one
 * line of JSON how long that took and how many documents came.
 */
const PouchDb = require('pouchdb');

const [url, folder, batch] = process.argv.slice(2);

async function replicate() {
  const target = new PouchDb(`${folder}/target`);
  const started = performance.now();
  const result = await PouchDb.replicate(url, target, { batch_size: Number(batch), batches_limit: 10 });
  console.log(JSON.stringify({ ms: performance.now() - started, documents: result.docs_written }));
  await target.close();
}

void replicate();
