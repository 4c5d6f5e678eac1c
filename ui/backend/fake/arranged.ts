// Saved views and layouts of columns, for as long as the page lives.

import type { Kind, ListQuery, SavedView, Total, ViewToSave } from '../types';

/** The commands. `count` says how many documents match a question. */
export function arranged(count: (query: ListQuery) => Total): Record<string, (args: never) => unknown> {
  let views: Omit<SavedView, 'total'>[] = [];
  const layouts: Partial<Record<Kind, string>> = {};
  const all = (): SavedView[] => views.map((view) => ({ ...view, total: count(view.query) }));
  return {
    saved_views: all,
    save_view: ({ view }: { view: ViewToSave }) => {
      const kept = { ...view, id: view.id ?? crypto.randomUUID() };
      const known = views.some(({ id }) => id === kept.id);
      views = known ? views.map((one) => (one.id === kept.id ? kept : one)) : [...views, kept];
      return all();
    },
    remove_view: ({ id }: { id: string }) => {
      views = views.filter((view) => view.id !== id);
      return all();
    },
    order_views: ({ ids }: { ids: string[] }) => {
      const place = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
      views = views.toSorted((one, other) => place(one.id) - place(other.id));
      return all();
    },
    layout: ({ kind }: { kind: Kind }) => layouts[kind] ?? null,
    save_layout: ({ kind, layout }: { kind: Kind; layout: string }) => void (layouts[kind] = layout),
  };
}
