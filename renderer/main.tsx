import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/charts/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#renderer/app/app.css';
import { createRoot } from 'react-dom/client';
import { App } from '#renderer/app/App.tsx';
import { client } from '#renderer/lib/api.ts';
import { startI18n, type Language } from '#renderer/lib/i18n.ts';
import { followSignals } from '#renderer/lib/live.ts';

const status = await client.session.status();
await startI18n(status.language ?? preferredLanguage());
followSignals();
const root = document.querySelector('#root');
if (root) createRoot(root).render(<App />);

function preferredLanguage(): Language {
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}
