// A made-up page, drawn as an SVG picture, and the text on it.

import type { Found, TextRun } from '../types';

/** The address of a picture of page `page` (from 0) of a document of that title. */
export function pagePicture(title: string, page: number, pages: number): string {
  const lines = Array.from({ length: page === 0 ? 24 : 44 }, (_, n) => {
    const width = 380 + ((n * 71 + page * 37) % 110) - (n % 6 === 5 ? 190 : 0);
    return `<rect x="55" y="${(page === 0 ? 330 : 90) + n * 16}" width="${width}" height="5" fill="#c9ced6"/>`;
  });
  const table =
    page > 0
      ? ''
      : `<rect x="55" y="150" width="485" height="150" fill="none" stroke="#99a"/>
         <path d="M55 180H540M55 210H540M55 240H540M55 270H540M215 150V300" stroke="#99a"/>
         ${['Salarié', 'Qualification', 'Motif', 'Début – fin', 'Taux']
           .map((name, n) => `<text x="63" y="${170 + n * 30}" font-size="11">${name}</text>`)
           .join('')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1190" height="1684" viewBox="0 0 595 842"
    font-family="Liberation Serif, serif"><rect width="595" height="842" fill="#fff"/>
    <text x="55" y="70" font-size="20" font-weight="bold">Contrat de mise à disposition</text>
    <text x="55" y="96" font-size="12">${title}</text>${table}${lines.join('')}
    <text x="520" y="815" font-size="10" text-anchor="end">page ${page + 1} / ${pages}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The text of that page, where the picture has it. */
export function pageRuns(title: string, page: number): TextRun[] {
  const run = (text: string, left: number, base: number, size: number): TextRun => ({
    text: `${text}\n`,
    place: { left, top: base - size * 0.8, width: text.length * size * 0.47, height: size },
  });
  const head = [run('Contrat de mise à disposition', 55, 70, 20), run(title, 55, 96, 12)];
  const names = ['Salarié', 'Qualification', 'Motif', 'Début – fin', 'Taux'];
  return page > 0 ? head : [...head, ...names.map((name, n) => run(name, 63, 170 + n * 30, 11))];
}

/** Where the words stand on its pages. */
export function pageHits(title: string, pages: number, words: string): Found {
  const folded = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
  const wanted = folded(words.trim());
  if (!wanted) return { hits: [], more: false };
  const hits = Array.from({ length: pages }, (_, page) =>
    pageRuns(title, page).flatMap(({ text, place }) => {
      const at = folded(text).indexOf(wanted);
      if (at < 0) return [];
      const one = place.width / (text.length - 1);
      return [{ page, parts: [{ ...place, left: place.left + at * one, width: wanted.length * one }] }];
    }),
  );
  return { hits: hits.flat(), more: false };
}
