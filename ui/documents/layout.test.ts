import { expect, it } from 'vitest';

import { columnsOf } from './columns';
import { arranged, asInTheGuide, moved, readLayout, resized, toggled } from './layout';

const columns = columnsOf('contract');
const shown = (layout = asInTheGuide()): string[] =>
  arranged(columns, layout)
    .filter((column) => column.shown)
    .map(({ name }) => name);

it('starts as the guide has the columns', () => {
  expect(shown()).toEqual(columns.map(({ name }) => name));
});

it('keeps what a person arranged', () => {
  let layout = moved(columns, asInTheGuide(), 'deadline', 0);
  layout = toggled(layout, 'department');
  layout = resized(layout, { employee: 14.5 });
  const again = readLayout(JSON.stringify(layout));
  expect(shown(again).slice(0, 2)).toEqual(['deadline', 'agency']);
  expect(shown(again)).not.toContain('department');
  expect(arranged(columns, again).find(({ name }) => name === 'employee')?.width).toBe(14.5);
});

it('puts a column that is new in the app where the guide has it', () => {
  const layout = readLayout(JSON.stringify({ order: ['number', 'agency', 'gone'], hidden: [], widths: {} }));
  expect(shown(layout).slice(0, 3)).toEqual(['number', 'client', 'department']);
  expect(shown(layout)).toHaveLength(columns.length);
});

it('understands nothing that was never written, and shows one column at least', () => {
  for (const odd of [null, '', 'null', '[]', '{"order":7,"widths":{"agency":"wide"}}']) {
    expect(shown(readLayout(odd))).toHaveLength(columns.length);
  }
  const hidden = columns.map(({ name }) => name);
  expect(shown({ ...asInTheGuide(), hidden })).toHaveLength(1);
});

it('lets no column become too narrow to be seen or wider than a window', () => {
  const layout = resized(asInTheGuide(), { agency: 0.2, number: 900 });
  expect(layout.widths).toEqual({ agency: 3, number: 40 });
});
