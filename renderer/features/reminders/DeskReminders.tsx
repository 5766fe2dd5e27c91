import classes from '#renderer/features/reminders/reminders.module.css';
import { ReminderView } from '#renderer/features/reminders/ReminderView.tsx';
import { useStanding } from '#renderer/features/reminders/standing.ts';
import { useWindowOpen } from '#renderer/features/reminders/use-window-open.ts';

interface Props {
  readonly currentId: string | null;
  readonly onOpen: (clientId: string) => void;
}

/** What is due with others than the client on screen, in a place of its own at the desk: it covers nothing. */
export function DeskReminders({ currentId, onOpen }: Props) {
  const tasks = useStanding(currentId);
  const isWindowOpen = useWindowOpen(tasks.length > 0);
  if (tasks.length === 0 || isWindowOpen) return null;
  return <ReminderView tasks={tasks} most={3} onOpen={onOpen} className={classes['panel']} />;
}
