import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { centralContract } from '#core/sync/protocol.ts';
import { kindsText } from '#test/conformance/kinds.ts';

const document = readFileSync(path.resolve(import.meta.dirname, '../../docs/protocol.md'), 'utf8');

test('[CE59] the document lists every kind of row and every field as both sides define them', () => {
  const from = document.indexOf('**ruleVersion** (-1');
  const listed = document.slice(from, document.indexOf('\n\n## ', from));
  expect(listed.trim()).toBe(kindsText());
});

test('[CE59] the document names every call of the contract', () => {
  const text = JSON.stringify(centralContract);
  const paths = [...text.matchAll(/"path":"([^"]+)"/g)].map(([, found]) => found ?? '');
  expect(paths.length).toBeGreaterThan(18);
  expect(paths.filter((found) => !document.includes(found))).toEqual([]);
});
