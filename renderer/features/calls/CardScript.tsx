import { Group, Mark, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CallCard } from '#core/api/calls.ts';
import classes from '#renderer/features/calls/desk.module.css';
import { NamedProducts } from '#renderer/features/risk/NamedProducts.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';

type ScriptText = CallCard['script']['texts']['en'];

/** What to say: the script of this reason with the client's facts filled in, and which lines are left out, and why. */
export function CardScript({ card }: { readonly card: CallCard }) {
  const { t, i18n } = useCallWords();
  const { script } = card;
  const { lines, leftOut } = script.texts[i18n.language === 'en' ? 'en' : 'zh-CN'];
  return (
    <section className={`${classes['script']} ${classes['scroll']}`} aria-label={t('script.title')}>
      <Group justify="space-between" mb={6}>
        <Text size="xs" c="dimmed">
          {t('script.title')} · {t(`reasonName.${card.reason}`)}
        </Text>
        <Text size="xs" c="dimmed">
          {script.reviewedOn === null
            ? t('script.unreviewed')
            : t('script.reviewed', { day: script.reviewedOn, version: script.version })}
        </Text>
      </Group>
      <Stack gap={6}>
        {lines.map((line) => (
          <Line key={line.text} line={line} />
        ))}
        {leftOut.map((line) => (
          <LeftOut key={JSON.stringify(line)} line={line} />
        ))}
        {script.withheld.length > 0 && (
          <div data-testid="script-withheld">
            <Note text={t('script.withheld')} />
            <NamedProducts products={script.withheld} />
          </div>
        )}
      </Stack>
    </section>
  );
}

/** A line to say; words that need a reason are marked, with the article and what to say instead. */
function Line({ line: { text, cautions } }: { readonly line: ScriptText['lines'][number] }) {
  const { t } = useCallWords();
  return (
    <div>
      <Text size="md" lh={1.55}>
        {marked(text, cautions)}
      </Text>
      {cautions.map(({ word, articles, advice }) => (
        <Note key={word} text={t('script.caution', { word, article: articles[0], advice })} />
      ))}
    </div>
  );
}

function LeftOut({ line: { missing, banned } }: { readonly line: ScriptText['leftOut'][number] }) {
  const { t, i18n } = useCallWords();
  const facts = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    missing.map((name) => t(`script.field.${name}`, { defaultValue: name })),
  );
  const [first] = banned;
  if (!first) return <Note text={t('script.missing', { facts })} isQuiet />;
  const { word, articles, advice } = first;
  return <Note text={t('script.banned', { word, article: articles[0], advice })} />;
}

function Note({ text, isQuiet = false }: { readonly text: string; readonly isQuiet?: boolean }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start" c={isQuiet ? 'dimmed' : 'orange'} data-script-note>
      <IconAlertTriangle size={14} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Text size="xs">{text}</Text>
    </Group>
  );
}

function marked(text: string, cautions: ScriptText['lines'][number]['cautions']): React.ReactNode[] {
  const words = cautions.map(({ word }) => word);
  const parts: React.ReactNode[] = [];
  let rest = text;
  for (const word of words) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    parts.push(rest.slice(0, at), <Mark key={`${parts.length}`}>{word}</Mark>);
    rest = rest.slice(at + word.length);
  }
  return [...parts, rest];
}
