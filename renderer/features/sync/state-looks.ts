import {
  IconArrowsSplit2,
  IconCloudCheck,
  IconCloudPause,
  IconCloudUp,
  IconCloudX,
} from '@tabler/icons-react';

/** How each answer to "has the centre got it?" looks. */
export const stateLooks = {
  waiting: { colour: 'gray', icon: IconCloudUp },
  held: { colour: 'orange', icon: IconCloudPause },
  stored: { colour: 'teal', icon: IconCloudCheck },
  merged: { colour: 'orange', icon: IconArrowsSplit2 },
  refused: { colour: 'red', icon: IconCloudX },
} as const;
