import i18next from 'i18next';

const zone = 'Asia/Shanghai';

/** Writes fen as ¥ for reading: 万/亿 from 10 000 yuan in Chinese, grouped yuan in English; two decimals where it matters. */
export function formatMoney(amountFen: number): string {
  const yuan = amountFen / 100;
  const size = Math.abs(yuan);
  if (i18next.language === 'en') return `¥${grouped(yuan, size >= 1000 ? 0 : 2)}`;
  if (size >= 1e8) return `¥${grouped(yuan / 1e8, 2)}亿`;
  if (size >= 1e4) return `¥${grouped(yuan / 1e4, 2)}万`;
  return `¥${grouped(yuan, 2)}`;
}

/** Writes an instant as date and time in Shanghai, to the minute. */
export function formatDateTime(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );
}

/** Writes an instant's day in Shanghai as YYYY-MM-DD. */
export function formatDate(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** Writes an instant's time of day in Shanghai as HH:MM. */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' }).format(at);
}

/** Writes a count with thousands separators. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat('en-US').format(count);
}

function grouped(value: number, decimals: number): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}
