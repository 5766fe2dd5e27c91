import { registerHooks } from 'node:module';
import { bugs } from '#test/sim/bugs.ts';

/**
 * Plants a bug in the modules loaded after this call: the source of one module is changed as it is read. Throws where
 * the bug is unknown or the piece of source it replaces is no longer there, so that the suite cannot go blind.
 */
export function plantBug(name: string): void {
  const bug = bugs.find((known) => known.name === name);
  if (!bug) throw new Error(`There is no bug ${name}.`);
  const { file, find, put, also } = bug;
  const edits = [[find, put] as const, ...(also ? [also] : [])];
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/${file}`)) return loaded;
      let source = String(loaded.source);
      for (const [from, to] of edits) {
        if (!source.includes(from)) throw new Error(`${file} no longer holds what ${name} replaces: ${from}`);
        source = source.replaceAll(from, () => to);
      }
      return { ...loaded, source };
    },
  });
}
