/** Every shortcut by the place where it acts, for the help sheet; keys are shown as printed on the keyboard. */
export const shortcuts = [
  {
    place: 'everywhere',
    items: [
      { keys: ['/'], action: 'search' },
      { keys: ['Ctrl', 'K'], action: 'search' },
      { keys: ['G', 'T'], action: 'goToday' },
      { keys: ['G', 'C'], action: 'goCalls' },
      { keys: ['G', 'K'], action: 'goClients' },
      { keys: ['G', 'E'], action: 'goEvents' },
      { keys: ['?'], action: 'help' },
      { keys: ['Esc'], action: 'leave' },
    ],
  },
  {
    place: 'calls',
    items: [
      { keys: ['1', '…', '0', 'C', 'R', 'T'], action: 'outcome' },
      { keys: ['A'], action: 'plus1' },
      { keys: ['S'], action: 'plus3' },
      { keys: ['D'], action: 'plus7' },
      { keys: ['F'], action: 'pickDate' },
      { keys: ['Shift', 'D'], action: 'dnc' },
      { keys: ['N'], action: 'skip' },
      { keys: ['Z'], action: 'undo' },
      { keys: ['B'], action: 'back' },
      { keys: ['Space'], action: 'timer' },
      { keys: ['G'], action: 'invite' },
      { keys: ['K'], action: 'riskTest' },
      { keys: ['H'], action: 'history' },
      { keys: ['Enter'], action: 'dial' },
      { keys: ['W'], action: 'writeNote' },
      { keys: ['Ctrl', 'Enter'], action: 'saveNote' },
    ],
  },
  {
    place: 'checkIn',
    items: [
      { keys: ['Enter'], action: 'admit' },
      { keys: ['F2'], action: 'walkIn' },
      { keys: ['Ctrl', 'Z'], action: 'undoEntry' },
      { keys: ['Esc'], action: 'refocus' },
    ],
  },
] as const;
