import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from '#renderer/features/events/CheckIn.module.css';
import type { Tone } from '#renderer/features/events/sounds.ts';

const icons = { green: IconCircleCheck, amber: IconAlertTriangle, red: IconCircleX } as const;

interface Props {
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
  readonly 'data-result': string;
}

/** Longer titles are set smaller, so that what to do stays on the screen. */
const longestLine = 6;

/** An answer readable from two metres: colour, sign, name, words. */
export function DoorBanner({ tone, title, children, ...rest }: Props) {
  const Icon = icons[tone];
  return (
    <section
      className={classes.panel}
      data-tone={tone}
      data-testid="door-panel"
      aria-live="assertive"
      {...rest}
    >
      <div className={classes.head}>
        <Icon className={classes.icon} stroke={1.6} aria-hidden />
        <p className={classes.name} data-long={title.length > longestLine || undefined}>
          {title}
        </p>
      </div>
      {typeof children === 'string' ? <p className={classes.words}>{children}</p> : children}
    </section>
  );
}
