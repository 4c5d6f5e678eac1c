import { describe, expect, it } from 'vitest';

import { en } from './en';
import { fr } from './fr';

/** Every text with its place; functions are asked with figures and words. */
function texts(value: unknown, place: string): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') {
    const answer = [2, 'mot'].flatMap((one) =>
      texts(
        answered(() => value(one, one, one)),
        `${place}()`,
      ),
    );
    return answer;
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => texts(inside, `${place}.${name}`));
}

function answered(ask: () => unknown): unknown {
  try {
    return ask();
  } catch {
    return null;
  }
}

describe('the French texts', () => {
  it('have a narrow no-break space before ? ! : ; and %', () => {
    const wrong = texts(fr, 'fr').filter(([, text]) =>
      /[^\u202f\s\d][?!;%](\s|$)|[^\u202f]:(\s|$)|[ \u00a0][?!:;%]/.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it('have real apostrophes', () => {
    expect(texts(fr, 'fr').filter(([, text]) => text.includes("'"))).toEqual([]);
  });
});

describe('the English texts', () => {
  it('have no French spaces', () => {
    expect(texts(en, 'en').filter(([, text]) => text.includes('\u202f'))).toEqual([]);
  });

  it('stand in the same places as the French ones', () => {
    const places = (catalogue: unknown): string[] => [...new Set(texts(catalogue, '').map(([place]) => place))].sort();
    expect(places(en)).toEqual(places(fr));
  });
});
