/**
 * Returns the group of a character, one hexadecimal digit. Hundreds of characters share each: a typed name finds its
 * guest, and a list of groups names nobody.
 */
export function groupOf(character: string): string {
  const mixed = Math.imul(character.codePointAt(0) ?? 0, 0x9e3779b1) >>> 28;
  return mixed.toString(16);
}
