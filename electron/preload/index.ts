import { contextBridge, ipcRenderer } from 'electron';
import { desktopMarker, portGiven, portWanted } from '#electron/shared/messages.ts';

/** Hands the page one MessagePort to its workstation and a marker that there is one; nothing else ([SH22]). */
contextBridge.exposeInMainWorld(desktopMarker, true);

addEventListener('message', (event) => {
  if (event.source === window && event.data === portWanted) ipcRenderer.send(portWanted);
});
ipcRenderer.on(portGiven, (event) => {
  window.postMessage(portGiven, location.origin, [...event.ports]);
});
