// A point of attention in words, and how many there are. Pure: texts come in.

import type { Point, Review } from '../backend/types';
import type { Catalogue } from '../shared/i18n/fr';

export function pointWords(point: Point, t: Catalogue): string {
  const known: Record<string, ((point: Point) => string) | undefined> = t.reading.points;
  return known[point.code]?.(point) ?? `${t.reading.unknownPoint} (${point.code})`;
}

/** *1 anomalie, 2 à vérifier*; none when there is nothing. */
export function pointCounts(review: Review | null, t: Catalogue): string | null {
  const count = (severity: Point['severity']): number =>
    review?.points.filter((point) => point.severity === severity).length ?? 0;
  const [errors, warnings] = [count('error'), count('warning')];
  const words = [errors > 0 ? t.reading.errors(errors) : null, warnings > 0 ? t.reading.warnings(warnings) : null];
  return words.filter(Boolean).join(', ') || null;
}
