// Rights as their letters. Pure.

export type Letter = 'A' | 'S' | 'F' | 'R';

/** In the order in which they are shown. */
export const LETTERS: readonly Letter[] = ['A', 'S', 'F', 'R'];

/** With the letter turned on or off, in the order of `LETTERS`. */
export function toggled(rights: string, letter: Letter): string {
  const on = !rights.includes(letter);
  return LETTERS.filter((one) => (one === letter ? on : rights.includes(one))).join('');
}

/** `A S F`, or a word for none. */
export function spelled(rights: string, none: string): string {
  return rights === '' ? none : [...rights].join(' ');
}
