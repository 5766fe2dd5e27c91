import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import type * as Double from '#test/electron/double.ts';

const doubleUrl = pathToFileURL(path.resolve(import.meta.dirname, 'double.ts')).href;
const mainFile = path.resolve(import.meta.dirname, '../../out/main/index.js');

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: doubleUrl, shortCircuit: true } : next(specifier, context),
});

/** Node's own import: the test runner's would transform the built bundle and give it another double. */
const importNatively = compileFunction('return import(url)', ['url'], {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

let boots = 0;

/** Returns the double that the built main sees. */
export async function loadDouble(): Promise<typeof Double> {
  return (await importNatively(doubleUrl)) as typeof Double;
}

/** Runs the built main from its beginning, in the world as it was set. */
export async function bootMain(): Promise<void> {
  boots += 1;
  await importNatively(`${pathToFileURL(mainFile).href}?boot=${boots}`);
}
