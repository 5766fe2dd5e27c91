/** A product as far as its name goes. */
interface Nameable {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

/** The first words of a product's name, before its term or number, name it as well: 安心稳盈 for 安心稳盈90天. */
const leastStem = 4;

/**
 * Returns the products that a text names, by name, by the words before its number, or by code; width, case and spaces
 * do not hide a name. Words that fit several products name all of them, so that each is judged.
 */
export function namedProducts<P extends Nameable>(text: string, products: readonly P[]): P[] {
  const plain = plainOf(text);
  return products.filter(({ name, code }) =>
    [plainOf(name), stemOf(plainOf(name)), plainOf(code)].some(
      (one) => one.length > 2 && plain.includes(one),
    ),
  );
}

function stemOf(name: string): string {
  const stem =
    /^\p{Script=Han}+/u.exec(name)?.[0].replace(/[一二两三四五六七八九十半]+[年月期号]?$/u, '') ?? '';
  return stem.length >= leastStem ? stem : name;
}

function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s“”"'「」《》·]/g, '');
}
