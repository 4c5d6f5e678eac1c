// Which commands the typed letters mean. Pure.

/** Without accents and case: `Thème` is found by `theme`. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Those of which the label holds every word; the ones that begin with the first word come first. */
export function matching<Item extends { label: string }>(items: Item[], typed: string): Item[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const first = words[0] ?? '';
  const starts = ({ label }: Item): number => Number(!folded(label).startsWith(first));
  return items
    .filter(({ label }) => words.every((word) => folded(label).includes(word)))
    .sort((one, other) => starts(one) - starts(other));
}
