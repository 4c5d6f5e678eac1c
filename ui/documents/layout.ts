// How a person arranged the columns of a kind: their order, which are shown, how wide. Pure.

import type { Column } from './columns';

type Name = Column['name'];

export interface Layout {
  /** Names in order; those that are not named stand where the guide has them. */
  order: string[];
  hidden: string[];
  /** In rem. */
  widths: Record<string, number>;
}

export interface ArrangedColumn extends Column {
  shown: boolean;
}

export const LEAST_WIDTH = 3;
export const MOST_WIDTH = 40;

export const asInTheGuide = (): Layout => ({ order: [], hidden: [], widths: {} });

/** What was kept; whatever is not understood counts as in the guide. */
export function readLayout(json: string | null): Layout {
  const layout = asInTheGuide();
  try {
    const kept = JSON.parse(json ?? '{}') as Partial<Record<keyof Layout, unknown>>;
    if (Array.isArray(kept.order)) layout.order = kept.order.filter((name) => typeof name === 'string');
    if (Array.isArray(kept.hidden)) layout.hidden = kept.hidden.filter((name) => typeof name === 'string');
    for (const [name, width] of Object.entries(kept.widths ?? {})) {
      if (typeof width === 'number' && Number.isFinite(width)) layout.widths[name] = within(width);
    }
  } catch {
    return asInTheGuide();
  }
  return layout;
}

/** All columns as they are arranged. One is always shown. */
export function arranged(columns: Column[], layout: Layout): ArrangedColumn[] {
  const order = inOrder(
    columns.map(({ name }) => name),
    layout.order,
  );
  const all = order.flatMap((name) => columns.filter((column) => column.name === name));
  const none = all.every(({ name }) => layout.hidden.includes(name));
  return all.map((column, at) => ({
    ...column,
    width: layout.widths[column.name] ?? column.width,
    shown: none ? at === 0 : !layout.hidden.includes(column.name),
  }));
}

/** Puts a column before the one that has its new place now. */
export function moved(columns: Column[], layout: Layout, name: Name, to: number): Layout {
  const order = arranged(columns, layout).map((column) => column.name);
  const from = order.indexOf(name);
  order.splice(from, 1);
  order.splice(Math.max(0, to), 0, name);
  return { ...layout, order };
}

export function toggled(layout: Layout, name: Name): Layout {
  const hidden = layout.hidden.includes(name) ? layout.hidden.filter((one) => one !== name) : [...layout.hidden, name];
  return { ...layout, hidden };
}

export function resized(layout: Layout, widths: Record<string, number>): Layout {
  const kept = Object.fromEntries(Object.entries(widths).map(([name, width]) => [name, within(width)]));
  return { ...layout, widths: { ...layout.widths, ...kept } };
}

const within = (width: number): number => Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.round(width * 16) / 16));

/** The names in the wanted order; a name that it lacks follows the one it follows by itself. */
function inOrder(names: Name[], wanted: string[]): Name[] {
  const order = wanted.filter((name, at): name is Name => names.includes(name as Name) && wanted.indexOf(name) === at);
  names.forEach((name, at) => {
    if (order.includes(name)) return;
    const before = names[at - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
  });
  return order;
}
