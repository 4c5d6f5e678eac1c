// How amounts, days and moments are written. Pure: the language and the moment come in.

import type { Language } from '../backend/types';

const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(LOCALES[language], options);
  formats.set(key, known);
  return known;
}

/** Euro cents as `1 234,56 €`. */
export function money(cents: number, language: Language): string {
  const format = numberFormat(language, 'money', { style: 'currency', currency: 'EUR' });
  return format.format(cents / 100);
}

export function count(n: number, language: Language): string {
  return numberFormat(language, 'count', {}).format(n);
}

/** Bytes as `312 Ko`. */
export function size(bytes: number, language: Language): string {
  const [units, step] = [language === 'fr' ? ['o', 'Ko', 'Mo', 'Go'] : ['B', 'KB', 'MB', 'GB'], 1000];
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${numberFormat(language, `size${digits}`, { maximumFractionDigits: digits }).format(value)}\u00a0${units[unit] ?? ''}`;
}

/** A day, `2026-11-24`, as `24-11-2026`. */
export function day(iso: string): string {
  const [year, month, date] = iso.split('-');
  return year && month && date ? `${date}-${month}-${year}` : iso;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The computer's day of a moment (ms), as `24-11-2026`. */
export function dayOf(moment: number): string {
  return day(isoDayOf(moment));
}

/** The computer's day of a moment (ms), as `2026-11-24`. */
export function isoDayOf(moment: number): string {
  const date = new Date(moment);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The computer's time of a moment (ms), as `09:42`. */
export function timeOf(moment: number): string {
  const date = new Date(moment);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `09:42` today, `24-11-2026 09:42` on another day. */
export function momentOf(moment: number, now: number): string {
  const time = timeOf(moment);
  return isoDayOf(moment) === isoDayOf(now) ? time : `${dayOf(moment)} ${time}`;
}

/** What a person types for a day — `24-11-2026`, `24/11/2026`, `24112026` — as `2026-11-24`; none when it is no day. */
export function parseDay(typed: string): string | null {
  const found = /^\s*(\d{1,2})[-/. ]?(\d{1,2})[-/. ]?(\d{4})\s*$/.exec(typed);
  if (!found) return null;
  const [date, month, year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const real = new Date(year, month - 1, date);
  const exists = real.getFullYear() === year && real.getMonth() === month - 1 && real.getDate() === date;
  return exists ? `${year}-${two(month)}-${two(date)}` : null;
}

/** Midnight, on this computer, that begins the day `2026-11-24` plus `days`: ms. */
export function startOfDay(iso: string, days = 0): number {
  const [year = 1970, month = 1, date = 1] = iso.split('-').map(Number);
  return new Date(year, month - 1, date + days).getTime();
}
