import { useState } from 'react';

/** A switch that this device remembers over a closed tab: on where the browser keeps its key. */
export function useRemembered(key: string): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(localStorage.getItem(key) !== null);
  const set = (next: boolean): void => {
    if (next) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
    setOn(next);
  };
  return [isOn, set];
}
