import type { MantineColor } from '@mantine/core';
import type { GuestView } from '#core/api/events.ts';

export type Standing = GuestView['standing'];

/** One colour per standing, on every event screen. */
export const standingColour: Readonly<Record<Standing, MantineColor>> = {
  candidate: 'gray',
  invited: 'blue',
  tentative: 'cyan',
  no_reply: 'gray',
  waitlisted: 'orange',
  accepted: 'brand',
  confirmed: 'brand',
  walk_in: 'grape',
  checked_in: 'teal',
  checked_out: 'gray',
  declined: 'gray',
  cancelled: 'gray',
  no_show: 'red',
  followed_up: 'indigo',
};

/** The columns of the guest board, in the order a guest travels. */
export const boardColumns = [
  { key: 'asked', standings: ['candidate', 'invited', 'tentative', 'no_reply'] },
  { key: 'waiting', standings: ['waitlisted'] },
  { key: 'coming', standings: ['accepted', 'confirmed'] },
  { key: 'here', standings: ['checked_in', 'checked_out', 'followed_up'] },
  // A walk-in without presence was registered and taken back.
  { key: 'out', standings: ['declined', 'cancelled', 'no_show', 'walk_in'] },
] as const satisfies readonly { key: string; standings: readonly Standing[] }[];
