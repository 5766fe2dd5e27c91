import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import camera from '#renderer/locales/zh-CN/camera.json';
import { result, standing } from '#renderer/locales/zh-CN/events.json';
import { door } from '#renderer/locales/zh-CN/seating.json';
import steward from '#renderer/locales/zh-CN/steward.json';
import cameraEn from '#renderer/locales/en/camera.json';
import { result as resultEn, standing as standingEn } from '#renderer/locales/en/events.json';
import { door as doorEn } from '#renderer/locales/en/seating.json';
import stewardEn from '#renderer/locales/en/steward.json';

const languageKey = 'steward-language';

/** Starts with the words this page needs and no others, in the language chosen here or the browser's. */
export async function startWords(): Promise<void> {
  const chosen = localStorage.getItem(languageKey) ?? navigator.language;
  const lng = chosen.startsWith('en') ? 'en' : 'zh-CN';
  await i18next.use(initReactI18next).init({
    resources: {
      'zh-CN': { camera, steward, seating: { door }, events: { result, standing } },
      en: {
        camera: cameraEn,
        steward: stewardEn,
        seating: { door: doorEn },
        events: { result: resultEn, standing: standingEn },
      },
    },
    lng,
    fallbackLng: 'zh-CN',
    defaultNS: 'steward',
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = lng;
}

/** Changes between the two languages and remembers it on this device. */
export async function switchLanguage(): Promise<void> {
  const next = i18next.language === 'en' ? 'zh-CN' : 'en';
  localStorage.setItem(languageKey, next);
  document.documentElement.lang = next;
  await i18next.changeLanguage(next);
}

/** Follows the system's colour scheme. */
export function followScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    document.documentElement.dataset['mantineColorScheme'] = dark.matches ? 'dark' : 'light';
  };
  apply();
  dark.addEventListener('change', apply);
}
