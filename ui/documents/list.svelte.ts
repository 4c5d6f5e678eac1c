// The list: asks the desk for pages and keeps where the person is — filters, page, row — while documents are opened
// and come and go. Draws nothing.

import * as desk from '../backend/commands';
import type { CriterionField, ErrorView, Kind, ListPage, ListQuery, Row, SortColumn, Total } from '../backend/types';
import { asError } from '../shared/errors';
import { type Filters, initialFilters, PAGE, queryOf, sortOf } from './filters';

/** How long a search waits for the next letter: ms. */
const SEARCH_WAIT = 80;

/** What changes with each letter. */
const typed = (part: Partial<Filters>): boolean => !('kind' in part) && ('search' in part || 'criteria' in part);

export class DocumentList {
  filters = $state<Filters>(initialFilters());
  page = $state.raw<ListPage | null>(null);
  error = $state<ErrorView | null>(null);
  loading = $state(false);
  /** The row that the keyboard is on. */
  activeId = $state<string | null>(null);
  /** Where each page so far began; the last is the shown one's. */
  #cursors = $state<(string | null)[]>([null]);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onrows: (rows: Row[]) => void;

  /** `onrows` is told the rows of each page that arrives. */
  constructor(onrows: (rows: Row[]) => void) {
    this.#onrows = onrows;
  }

  get rows(): Row[] {
    return this.page?.rows ?? [];
  }

  get total(): Total {
    return this.page?.total ?? { count: 0, exact: true };
  }

  /** The shown page, from 0. */
  get pageIndex(): number {
    return this.#cursors.length - 1;
  }

  get firstNumber(): number {
    return this.pageIndex * PAGE + 1;
  }

  get hasNext(): boolean {
    return (this.page?.next ?? null) !== null;
  }

  get hasOtherPages(): boolean {
    return this.hasNext || this.pageIndex > 0;
  }

  /** What stands for the whole list, from its beginning: for the neighbours of a document. */
  get query(): ListQuery {
    return queryOf(this.filters, null);
  }

  /** Changes some of the filters and begins anew; a search waits for the next letter. */
  change(part: Partial<Filters>): void {
    Object.assign(this.filters, part);
    this.#cursors = [null];
    clearTimeout(this.#timer);
    if (typed(part)) this.#timer = setTimeout(() => void this.load(), SEARCH_WAIT);
    else void this.load();
  }

  show(filters: Filters): void {
    this.activeId = null;
    this.change({ ...filters });
  }

  sortBy(column: SortColumn, descending: boolean): void {
    this.change({ sort: { column, descending } });
  }

  nextPage(): void {
    const after = this.page?.next;
    if (after === undefined || after === null) return;
    this.#cursors.push(after);
    this.activeId = null;
    void this.load();
  }

  previousPage(): void {
    if (this.pageIndex === 0) return;
    this.#cursors.pop();
    this.activeId = null;
    void this.load();
  }

  /** Asks for the shown page again. An answer that comes after a newer question is dropped. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.loading = true;
    try {
      const page = await desk.listDocuments(queryOf(this.filters, this.#cursors.at(-1) ?? null));
      if (turn !== this.#turn) return;
      if (page.rows.length === 0 && this.pageIndex > 0) return this.previousPage();
      this.page = page;
      this.error = null;
      if (!page.rows.some((row) => row.id === this.activeId)) this.activeId = null;
      this.#onrows(page.rows);
    } catch (thrown) {
      if (turn === this.#turn) this.error = asError(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Documents of these kinds came, went or changed. */
  refresh(kinds: Kind[]): void {
    if (kinds.includes(this.filters.kind)) void this.load();
  }

  /** Values that documents of the shown kind have. */
  propose(field: CriterionField, typed: string): Promise<string[]> {
    return desk.proposeValues({ kind: this.filters.kind, field, typed, limit: 12 });
  }

  markOpened(id: string): void {
    const page = this.page;
    if (!page?.rows.some((row) => row.id === id && !row.opened)) return;
    this.page = { ...page, rows: page.rows.map((row) => (row.id === id ? { ...row, opened: true } : row)) };
  }

  /** Moves the active row by `steps`; answers it. */
  move(steps: number): Row | null {
    const at = this.rows.findIndex((row) => row.id === this.activeId);
    const to = at < 0 ? 0 : Math.min(this.rows.length - 1, Math.max(0, at + steps));
    const row = this.rows[to] ?? null;
    if (row) this.activeId = row.id;
    return row;
  }

  /** `none` where the column does not decide the order. */
  ariaSort(column: SortColumn): 'ascending' | 'descending' | 'none' {
    const sort = sortOf(this.filters);
    if (sort.column !== column) return 'none';
    return sort.descending ? 'descending' : 'ascending';
  }
}
