import {
  IconCalendarEvent,
  IconClipboardCheck,
  IconHome,
  IconPackage,
  IconPhoneCall,
  IconRefresh,
  IconSettings,
  IconTableImport,
  IconUsers,
} from '@tabler/icons-react';

/** The pages of the rail, in order, with the key that follows `g` (go to). */
export const pages = [
  { to: '/', name: 'today', icon: IconHome, key: 't' },
  { to: '/calls', name: 'calls', icon: IconPhoneCall, key: 'c' },
  { to: '/clients', name: 'clients', icon: IconUsers, key: 'k' },
  { to: '/events', name: 'events', icon: IconCalendarEvent, key: 'e' },
  { to: '/products', name: 'products', icon: IconPackage, key: 'p' },
  { to: '/compliance', name: 'compliance', icon: IconClipboardCheck, key: 'h' },
  { to: '/import', name: 'import', icon: IconTableImport, key: 'i' },
  { to: '/sync', name: 'sync', icon: IconRefresh, key: 's' },
  { to: '/settings', name: 'settings', icon: IconSettings, key: ',' },
] as const;
