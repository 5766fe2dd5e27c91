import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, test } from 'vitest';
import { SheetFaults } from '#renderer/features/risk/test/SheetFaults.tsx';
import en from '#renderer/locales/en/risk.json' with { type: 'json' };
import zh from '#renderer/locales/zh-CN/risk.json' with { type: 'json' };

const faults = ['Scores 40-41 are in no band.', 'The option loss.none has no points.'];
const escapeValue = false;

beforeAll(async () => {
  const resources = { 'zh-CN': { risk: zh }, en: { risk: en } };
  await i18next.use(initReactI18next).init({ resources, lng: 'zh-CN', interpolation: { escapeValue } });
});

test.each([
  ['zh-CN', zh.purpose],
  ['en', en.purpose],
])('[RK91] %s: a sheet that cannot be used says so, what to do, and every fault', async (language, words) => {
  await i18next.changeLanguage(language);
  const shown = renderToStaticMarkup(
    createElement(MantineProvider, null, createElement(SheetFaults, { faults })),
  );
  for (const said of [words.unreadable, words.unreadableText, ...faults]) expect(shown).toContain(said);
  expect(shown).toContain('role="alert"');
});
