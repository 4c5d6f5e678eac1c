// The countries that telephone numbers are chosen from: France with its overseas, and where its workers come from.

import type { Language } from '../backend/types';

/** ISO 3166. */
export const COUNTRIES: readonly string[] = [
  ...['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'NC', 'PF'],
  ...['BE', 'CH', 'LU', 'MC', 'DE', 'ES', 'IT', 'PT', 'GB', 'IE', 'NL', 'AT', 'DK', 'SE', 'NO', 'FI'],
  ...['PL', 'CZ', 'SK', 'HU', 'RO', 'BG', 'GR', 'HR', 'SI', 'UA', 'MA', 'DZ', 'TN', 'SN', 'CI', 'CM', 'ML', 'TR'],
  ...['US', 'CA'],
];

/** In the person's language. */
export function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}
