/** Plants a bug in the modules loaded after this call. */
export function plantBug(name: string): void {
  throw new Error(`No bug ${name}.`);
}
