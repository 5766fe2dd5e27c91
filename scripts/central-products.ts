import { readFileSync } from 'node:fs';
import { judgeDelimiter } from '#core/import/csv-judge.ts';
import { csvReader } from '#core/import/csv-records.ts';
import { BranchRefusal, onBranches } from '#scripts/central-branches.ts';
import { readKeyFile } from '#scripts/central-keys.ts';
import { beijing, effectiveOf } from '#scripts/central-publish.ts';
import type { CentralArguments } from '#scripts/central-options.ts';

type Print = (line: string) => void;

/** Puts the products of a file on the shelf of the branches named, or says what would change. */
export async function products(wish: CentralArguments, print: Print): Promise<void> {
  const products = readProductFile(wish.file);
  const effective = effectiveOf(wish.effective);
  const effectiveFrom = effective === 'AS_NAMED' ? 'NOW' : effective;
  const order = { products, effectiveFrom, keyFile: readKeyFile(wish.keyFile), isDryRun: !wish.apply };
  await onBranches(wish, async ({ centre, branches }) => {
    for (const { tenantId, name } of branches) {
      const done = await centre.admin.importProducts({ ...order, tenantId });
      if (!done.ok) {
        throw new BranchRefusal(
          `Nothing was changed at ${name}:\n${done.error.map((fault) => `- ${fault}`).join('\n')}`,
        );
      }
      const { version, added, changed, unchanged, unnamed } = done.value;
      print(`${name}: ${added.length} new, ${changed.length} changed, ${unchanged} as they are.`);
      if (version) print(`  shelf ${version.number}, in force from ${beijing(version.effectiveFrom)}`);
      for (const code of added) print(`  + ${code}`);
      for (const { code, fields } of changed) print(`  ${code}: ${fields.join('; ')}`);
      if (unnamed.length > 0) print(`  not in the file and left as they are: ${unnamed.join(', ')}`);
    }
    print(
      wish.apply
        ? 'Done. Devices take it with their next sync.'
        : 'Nothing was changed: add --apply to do it.',
    );
  });
}

/** Reads a list of products from JSON, or from CSV whose header names the fields; throws in words. */
export function readProductFile(file: string): unknown[] {
  const text = textOf(file);
  if (!file.toLowerCase().endsWith('.json')) return fromCsv(text);
  const data: unknown = jsonOf(text, file);
  const list = Array.isArray(data) ? data : (data as { products?: unknown } | null)?.products;
  if (!Array.isArray(list)) throw new BranchRefusal(`${file} holds no list of products.`);
  return list.map((one: unknown) => (typeof one === 'object' ? { ...one, id: undefined } : one));
}

/** Spreadsheets in China save CSV in GB 18030 as often as in UTF-8. */
function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new BranchRefusal(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BranchRefusal(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function fromCsv(text: string): unknown[] {
  const plain = text.replaceAll(/\r\n?/g, '\n');
  const [header, ...records] = csvReader(judgeDelimiter(plain)).feed(plain, true);
  const names = (header?.cells ?? []).map((cell) => cell.trim());
  return records
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells }) =>
      Object.fromEntries(names.map((name, at) => [name, valueOf(name, cells[at]?.trim() ?? '')])),
    );
}

const numbers: readonly string[] = ['minAmountFen', 'termDays'];
const nullable: readonly string[] = ['termDays', 'issuerRating', 'sellerRating'];

/** A cell that is not what its column holds stays text, and is named as a fault where products are checked. */
function valueOf(name: string, cell: string): unknown {
  if (cell === '' && nullable.includes(name)) return null;
  if (numbers.includes(name) && /^-?\d+$/.test(cell)) return Number(cell);
  if (name === 'isPrivate' && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}
