import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconRefresh } from '@tabler/icons-react';

/** How each phase of sync looks, in the pill and in full. */
export const phaseLooks = {
  offline: { colour: 'orange', icon: IconCloudOff },
  syncing: { colour: 'blue', icon: IconRefresh },
  synced: { colour: 'teal', icon: IconCloudCheck },
  blocked: { colour: 'red', icon: IconAlertTriangle },
} as const;
