import { AppShell } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { Rail } from '#renderer/app/Rail.tsx';
import { SearchPalette } from '#renderer/app/SearchPalette.tsx';
import { ShortcutHelp } from '#renderer/app/ShortcutHelp.tsx';
import { TopBar } from '#renderer/app/TopBar.tsx';
import { PhoneFloat } from '#renderer/features/phone/PhoneFloat.tsx';
import { BackToDesk } from '#renderer/features/calls/BackToDesk.tsx';
import { MessageHost } from '#renderer/features/messages/MessageHost.tsx';

/** The frame round every desk: rail, top bar, search palette, shortcut help. */
export function Frame() {
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 76, breakpoint: 0 }} padding="md">
      <AppShell.Header className="no-print">
        <TopBar />
      </AppShell.Header>
      <AppShell.Navbar className="no-print">
        <Rail />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
      <BackToDesk />
      <SearchPalette />
      <ShortcutHelp />
      <PhoneFloat />
      <MessageHost />
    </AppShell>
  );
}
