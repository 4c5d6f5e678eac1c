// The columns as the person arranged them, by kind: read once, kept after each change. Draws nothing.

import * as desk from '../backend/commands';
import type { Kind } from '../backend/types';
import { toastError } from '../shared/toasts.svelte';
import { type Column, columnsOf } from './columns';
import {
  type ArrangedColumn,
  arranged,
  asInTheGuide,
  type Layout,
  moved,
  readLayout,
  resized,
  toggled,
} from './layout';

/** How long a change waits for the next before it is kept: ms. */
const KEEP_AFTER = 400;

export class Arrangement {
  #layouts = $state<Record<Kind, Layout>>({ contract: asInTheGuide(), invoice: asInTheGuide() });
  #timers: Partial<Record<Kind, ReturnType<typeof setTimeout>>> = {};

  async load(): Promise<void> {
    for (const kind of ['contract', 'invoice'] as const) {
      this.#layouts[kind] = readLayout(await desk.layout(kind));
    }
  }

  /** All of them, in order. */
  of(kind: Kind): ArrangedColumn[] {
    return arranged(columnsOf(kind), this.#layouts[kind]);
  }

  /** To the place that another has, counting all. */
  move(kind: Kind, name: Column['name'], to: number): void {
    this.#change(kind, moved(columnsOf(kind), this.#layouts[kind], name, to));
  }

  toggle(kind: Kind, name: Column['name']): void {
    this.#change(kind, toggled(this.#layouts[kind], name));
  }

  /** In rem. */
  resize(kind: Kind, widths: Record<string, number>): void {
    this.#change(kind, resized(this.#layouts[kind], widths));
  }

  reset(kind: Kind): void {
    this.#change(kind, asInTheGuide());
  }

  #change(kind: Kind, layout: Layout): void {
    this.#layouts[kind] = layout;
    clearTimeout(this.#timers[kind]);
    const keep = (): void => void desk.saveLayout(kind, JSON.stringify(layout)).catch(toastError);
    this.#timers[kind] = setTimeout(keep, KEEP_AFTER);
  }
}
