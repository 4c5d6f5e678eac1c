// The texts of the language that is chosen now. A switch redraws every text at once.

import type { Language } from '../../backend/types';
import { en } from './en';
import { type Catalogue, fr } from './fr';

const CATALOGUES: Record<Language, Catalogue> = { fr, en };

let language = $state<Language>('fr');

/** The texts; reading them in a template follows the language. */
export function t(): Catalogue {
  return CATALOGUES[language];
}

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen;
}
