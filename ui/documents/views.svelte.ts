// The saved views: questions with a name and a live count. Draws nothing.

import * as desk from '../backend/commands';
import type { ListQuery, SavedView, ViewToSave } from '../backend/types';
import { t } from '../shared/i18n/index.svelte';
import { toast, toastError } from '../shared/toasts.svelte';

export class Views {
  all = $state.raw<SavedView[]>([]);

  /** Counts anew. */
  load(): Promise<boolean> {
    return this.#take(desk.savedViews());
  }

  async save(view: ViewToSave): Promise<boolean> {
    const saved = await this.#take(desk.saveView(view));
    if (saved) toast({ text: () => t().documents.views.saved(view.name) });
    return saved;
  }

  /** It can be taken back: the same name and question, at the end. */
  async remove({ id, name, query }: SavedView): Promise<void> {
    if (!(await this.#take(desk.removeView(id)))) return;
    const undo = (): void => void this.#take(desk.saveView({ id: null, name, query: asked(query) }));
    toast({
      text: () => t().documents.views.removed(name),
      action: { label: () => t().documents.views.undo, act: undo },
    });
  }

  /** One place up or down. */
  async move(id: string, by: -1 | 1): Promise<void> {
    const ids = this.all.map((view) => view.id);
    const at = ids.indexOf(id);
    ids.splice(at, 1);
    ids.splice(Math.max(0, at + by), 0, id);
    await this.#take(desk.orderViews(ids));
  }

  async #take(answer: Promise<SavedView[]>): Promise<boolean> {
    try {
      this.all = await answer;
      return true;
    } catch (thrown) {
      toastError(thrown);
      return false;
    }
  }
}

/** The question without the place in it. */
export function asked(query: ListQuery): ListQuery {
  return { ...query, after: null };
}
