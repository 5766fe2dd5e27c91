import {
  IconAlertTriangle,
  IconBolt,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconLeaf,
  IconPlugConnected,
  IconRefresh,
  IconWifiOff,
} from '@tabler/icons-react';
import type { SyncStatus } from '#core/api/sync.ts';

/** How a state of sync looks, in the pill and in full. */
export function looksOf(status: SyncStatus) {
  const { phase, problem, refused, held, pending, isLive, isMetered } = status;
  if (phase === 'blocked') return { colour: 'red', icon: IconAlertTriangle };
  if (phase === 'syncing') return { colour: 'blue', icon: IconRefresh };
  if (phase === 'offline') return { colour: problem ? 'orange' : 'blue', icon: offlineIcon(problem) };
  if (refused > 0 || held > 0 || problem) return { colour: 'orange', icon: IconAlertTriangle };
  if (pending > 0) return { colour: 'blue', icon: IconCloudUp };
  if (isMetered) return { colour: 'teal', icon: IconLeaf };
  return { colour: 'teal', icon: isLive ? IconBolt : IconCloudCheck };
}

function offlineIcon(problem: string | null) {
  if (problem === null) return IconPlugConnected;
  return problem === 'CAPTIVE' ? IconWifiOff : IconCloudOff;
}
