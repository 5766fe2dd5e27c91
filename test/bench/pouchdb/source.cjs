/**
 * `node source.cjs FOLDER ROWS` serves a PouchDB (leveldb on disk) with the documents of a JSON file over HTTP, as
 * express-pouchdb does it, and says where in one line of JSON.
 */
const { readFileSync } = require('node:fs');
const express = require('express');
const expressPouchDb = require('express-pouchdb');
const PouchDb = require('pouchdb');

const [folder, rowsFile] = process.argv.slice(2);
const batch = 2000;

async function serve() {
  const Store = PouchDb.defaults({ prefix: `${folder}/` });
  const book = new Store('book');
  const documents = JSON.parse(readFileSync(rowsFile, 'utf8'));
  for (let at = 0; at < documents.length; at += batch) await book.bulkDocs(documents.slice(at, at + batch));
  const app = express();
  const files = { logPath: `${folder}/log.txt`, configPath: `${folder}/config.json` };
  app.use('/db', expressPouchDb(Store, { mode: 'minimumForPouchDB', ...files }));
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/db/book` }));
  });
}

void serve();
