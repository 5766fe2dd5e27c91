import { startHubServer } from '#webshell/venue/hub-server.ts';
import { makeIdentity } from '#webshell/venue/identity.ts';
import { fail } from '#core/base/result.ts';
import { testFolder } from '#test/support/temporary.ts';

/** A device that answers at a hub's address with a certificate of its own, and writes down what it is asked. */
export async function strangerAt(port: number): Promise<{ asked: string[]; close: () => Promise<void> }> {
  const asked: string[] = [];
  const told = (what: string) => () => {
    asked.push(what);
    return fail('HUB_FAILED' as const);
  };
  const server = await startHubServer({
    identity: await makeIdentity(),
    ports: [port],
    assetsDir: testFolder(),
    host: '127.0.0.1',
    door: {
      pair: told('pair'),
      exchange: told('exchange'),
      roster: told('roster'),
      vouch: told('vouch'),
      leave: told('leave'),
      refused: (_from, reason) => void asked.push(reason),
    },
  });
  return { asked, close: server.close };
}
