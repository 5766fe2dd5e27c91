import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A command that runs another one in a machine of the venue. */
export type Through = readonly [string, ...string[]];

/** Machines on one switch, each in a network namespace of its own; nothing leads out. */
export interface Lan {
  readonly through: (machine: string) => Through;
  readonly addressOf: (machine: string) => string;
  /** A browser that runs in a machine: a script to start instead of the browser. */
  readonly browserIn: (machine: string, executable: string, dir: string) => string;
  readonly close: () => void;
}

/** Returns why this machine cannot make such a network; null where it can. */
export function lanProblem(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    ip('netns', 'add', 'zhike-try');
    ip('netns', 'del', 'zhike-try');
    return null;
  } catch (error) {
    return `ip netns: ${(error as Error).message.split('\n')[0] ?? ''}`;
  }
}

/** Makes the switch and a machine for each name, 10.77.0.11 and on. */
export function openLan(machines: readonly string[]): Lan {
  const run = `zhike-${process.pid}`;
  const switchName = `${run}-switch`;
  const nameOf = (machine: string): string => `${run}-${machine}`;
  const addressOf = (machine: string): string => `10.77.0.${11 + machines.indexOf(machine)}`;
  ip('netns', 'add', switchName);
  ip('-n', switchName, 'link', 'add', 'br0', 'type', 'bridge');
  ip('-n', switchName, 'link', 'set', 'br0', 'up');
  for (const [index, machine] of machines.entries()) {
    const name = nameOf(machine);
    ip('netns', 'add', name);
    ip(
      'link',
      'add',
      'lan0',
      'netns',
      name,
      'type',
      'veth',
      'peer',
      'name',
      `port${index}`,
      'netns',
      switchName,
    );
    ip('-n', switchName, 'link', 'set', `port${index}`, 'master', 'br0', 'up');
    ip('-n', name, 'addr', 'add', `${addressOf(machine)}/24`, 'dev', 'lan0');
    ip('-n', name, 'link', 'set', 'lan0', 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
    // As a router that has no line: packets for elsewhere have a way to it and no further.
    ip('-n', name, 'route', 'add', 'default', 'via', '10.77.0.1');
  }
  const through = (machine: string): Through => ['ip', 'netns', 'exec', nameOf(machine)];
  return {
    through,
    addressOf,
    browserIn: (machine, executable, dir) => {
      const script = path.join(dir, `browser-${machine}`);
      writeFileSync(script, `#!/bin/sh\nexec ${through(machine).join(' ')} "${executable}" "$@"\n`);
      chmodSync(script, 0o755);
      return script;
    },
    close: () => {
      for (const name of [...machines.map(nameOf), switchName]) ip('netns', 'del', name);
    },
  };
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
