import { useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from '#renderer/features/events/PrintSheet.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onDone: () => void;
}

/** Prints its children alone: nothing of the screen goes to paper, nothing of the paper shows on the screen. */
export function PrintSheet({ children, onDone }: Props) {
  useEffect(() => {
    window.addEventListener('afterprint', onDone, { once: true });
    const timer = setTimeout(() => window.print(), 50);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('afterprint', onDone);
    };
  }, [onDone]);
  return createPortal(
    <div className={classes.sheet} data-mantine-color-scheme="light">
      {children}
    </div>,
    document.body,
  );
}
