// What can be done with documents: puts list, reading, selection and signing together. Draws nothing.

import * as desk from './backend/commands';
import { onDesk } from './backend/events';
import type { AnswerStatus, Kind, ListFormat, SavedFile, SavedView, Status } from './backend/types';
import { Arrangement } from './documents/arrangement.svelte';
import { Exporting } from './documents/exporting.svelte';
import { type Filters, filtersOf, initialFilters, openFilters, sameQuestion } from './documents/filters';
import { DocumentList } from './documents/list.svelte';
import { Naming } from './documents/naming.svelte';
import { asked, Views } from './documents/views.svelte';
import type { Place } from './frame/place';
import { Home } from './home/home.svelte';
import { Relations } from './relations/relations.svelte';
import { Board } from './rights/board.svelte';
import { t } from './shared/i18n/index.svelte';
import { Selection } from './shared/selection.svelte';
import { toast, toastError } from './shared/toasts.svelte';
import { Answering } from './signing/answering.svelte';
import { Signing } from './signing/signing.svelte';
import { Reading } from './viewer/reading.svelte';

export class Workspace {
  readonly selection = new Selection();
  readonly list = new DocumentList((rows) => this.selection.refresh(rows));
  readonly arrangement = new Arrangement();
  readonly views = new Views();
  readonly home = new Home();
  readonly relations = new Relations();
  readonly board = new Board();
  /** What is shown instead of the documents. */
  page = $state<'home' | 'relations' | 'rights' | null>(null);
  readonly reading = new Reading((id) => this.#opened(id));
  readonly signing = new Signing((id) => this.selection.remove(id));
  readonly answering = new Answering((id) => this.selection.remove(id));
  readonly exporting = new Exporting();
  saving = $state(false);
  /** Documents whose names are being chosen before they become an archive. */
  leaving = $state.raw<{ ids: string[]; kinds: Kind[]; naming: Naming } | null>(null);

  /** Loads the list and listens to the desk; the answer stops it. */
  start(): () => void {
    void this.list.load();
    void this.arrangement.load().catch(toastError);
    void this.views.load();
    void this.signing.look();
    void this.#lookAtRelations();
    void this.relations.loadLost().catch(toastError);
    this.#showWanted();
    return onDesk((event) => {
      if (event.event === 'documents_changed') {
        this.list.refresh(event.kinds);
        void this.views.load();
        if (this.page === 'home') void this.home.load();
        void this.reading.refresh(this.list.query);
      } else if (event.event === 'wanted') {
        this.#showWanted();
      } else if (event.event === 'signing_moved') {
        void this.signing.look();
      } else if (event.event === 'relations_changed') {
        void this.#lookAtRelations();
      } else if (event.event === 'access_lost') {
        void this.relations.loadLost().catch(toastError);
      } else if (event.event === 'news_changed' && this.page === 'home') {
        void this.home.open();
      }
    });
  }

  /** Relations to confirm are shown when one comes in, and when new ones come. */
  async #lookAtRelations(): Promise<void> {
    const before = this.relations.waiting.length;
    try {
      await this.relations.load();
    } catch (thrown) {
      return toastError(thrown);
    }
    if (this.relations.waiting.length > before && this.reading.id === null) this.page = 'relations';
  }

  /** Shows what a notification, a link or the tray asked for, once: not again after a lock and an unlock. */
  #showWanted(): void {
    void desk.wanted().then((wanted) => {
      if (wanted?.what === 'document') return this.open(wanted.id);
      if (!wanted) return;
      this.page = null;
      this.reading.close();
      this.list.show(initialFilters(wanted.kind));
    }, toastError);
  }

  open(id: string): void {
    this.page = null;
    this.list.activeId = id;
    void this.reading.open(id, this.list.query);
  }

  go(place: Place): void {
    this.reading.close();
    this.page = place === 'home' || place === 'relations' || place === 'rights' ? place : null;
    if (place === 'home') return void this.home.open();
    if (place === 'relations' || place === 'rights') return;
    const filters: Record<Exclude<Place, 'home' | 'relations' | 'rights'>, Filters> = {
      to_sign: initialFilters(),
      late: { ...initialFilters(), period: 'all', sort: { column: 'deadline', descending: false } },
      archived: { ...initialFilters(), pending: false, archived: true },
      invoices: { ...initialFilters('invoice'), archived: true },
    };
    this.list.show(filters[place]);
  }

  /** Where in the menu the list is; none where the filters are the person's own. */
  get place(): Place | null {
    if (this.page !== null) return this.page;
    if (this.viewId !== null) return null;
    const { kind, pending, archived } = this.list.filters;
    if (kind === 'invoice') return 'invoices';
    if (pending === archived) return null;
    return pending ? 'to_sign' : 'archived';
  }

  /** The saved view that the list shows. */
  get viewId(): string | null {
    if (this.page !== null) return null;
    return this.views.all.find(({ query }) => sameQuestion(query, this.list.query))?.id ?? null;
  }

  showView({ query }: SavedView): void {
    this.reading.close();
    this.page = null;
    this.list.show(filtersOf(query));
  }

  saveView(name: string): Promise<boolean> {
    return this.views.save({ id: null, name, query: asked(this.list.query) });
  }

  changeView({ id, query }: SavedView, name: string, replace: boolean): Promise<boolean> {
    return this.views.save({ id, name, query: asked(replace ? this.list.query : query) });
  }

  /** What waits of a kind, from an agency or from all; the late ones first. */
  showWaiting(kind: Kind, agency: string | null): void {
    this.reading.close();
    this.page = null;
    const criteria = agency === null ? [] : [{ field: 'agency' as const, value: agency }];
    const column = kind === 'contract' ? 'deadline' : 'due_on';
    this.list.show({ ...openFilters(kind), archived: false, criteria, sort: { column, descending: false } });
  }

  /** Why nothing can be signed now, in words. */
  obstacle(status: Status): string | null {
    const texts = t().documents;
    if (status.connection.is === 'offline') return texts.offlineNoSign;
    if (status.connection.is === 'session_ended') return texts.sessionNoSign;
    return this.signing.phase === 'running' ? texts.signingNoSign : null;
  }

  review(status: Status): void {
    if (this.obstacle(status) !== null) return;
    if (this.selection.toSign.length > 0) this.signing.review(this.selection.toSign);
    else this.answering.review(this.selection.toAnswer, 'validated');
  }

  /** The selected invoices are to be answered so, or else. */
  reviewInvoices(status: Status, answer: AnswerStatus): void {
    if (this.obstacle(status) === null) this.answering.review(this.selection.toAnswer, answer);
  }

  /** The open invoice is. */
  reviewOpenInvoice(status: Status, answer: AnswerStatus): void {
    const row = this.reading.view?.row;
    if (row?.kind === 'invoice' && this.obstacle(status) === null) this.answering.review([row], answer);
  }

  async answer(password: string): Promise<void> {
    const answered = await this.answering.answer(password);
    if (!answered || answered.count === 0) return;
    toast({ text: () => t().answering.done[answered.status](answered.count) });
    void this.list.load();
    void this.reading.refresh(this.list.query);
  }

  /** Goes on with what the last signing left. */
  goOn(): void {
    this.signing.review(this.signing.unfinished);
  }

  /** Selects everything that matches the filter now; what comes later is not among it. */
  async selectAll(): Promise<void> {
    try {
      const { rows, count } = await desk.freezeList(this.list.query);
      this.selection.freeze(rows, count);
    } catch (thrown) {
      toastError(thrown);
    }
  }

  async sign(password: string): Promise<void> {
    await this.signing.sign(password);
    if (this.signing.phase !== 'ended') return;
    void this.list.load();
    void this.reading.refresh(this.list.query);
  }

  async save(ids: string[]): Promise<void> {
    if (ids.length === 0 || this.saving) return;
    this.saving = true;
    const done = ids.length > 1 ? toast({ text: () => t().saved.busy(ids.length), busy: true }) : undefined;
    try {
      const file = await desk.saveDocuments(ids);
      told(t().saved.done(file.name), file);
    } catch (thrown) {
      toastError(thrown);
    } finally {
      done?.();
      this.saving = false;
    }
  }

  /** The whole list as it is filtered and sorted, with the columns that are shown. */
  async exportList(format: ListFormat): Promise<void> {
    const { kind } = this.list.filters;
    const columns = this.arrangement.of(kind).filter((column) => column.shown);
    const file = await this.exporting.list(this.list.query, columns, format);
    if (file) told(t().exporting.done(file.name), file);
  }

  /** What is selected, or else everything that matches, is to become an archive: how are its files named? */
  async chooseNames(): Promise<void> {
    try {
      const rows = this.selection.size > 0 ? this.selection.rows : (await desk.freezeList(this.list.query)).rows;
      const ids = rows.map((row) => row.id);
      const first = (kind: Kind): string | null => rows.find((row) => row.kind === kind)?.id ?? null;
      const kinds = (['contract', 'invoice'] as const).filter((kind) => first(kind) !== null);
      const naming = new Naming({ contract: first('contract'), invoice: first('invoice') });
      await naming.load();
      this.leaving = { ids, kinds, naming };
    } catch (thrown) {
      toastError(thrown);
    }
  }

  async exportDocuments(): Promise<void> {
    const leaving = this.leaving;
    if (!leaving || !(await leaving.naming.save())) return;
    this.leaving = null;
    const file = await this.exporting.documents(leaving.ids);
    if (file) told(t().exporting.done(file.name), file);
  }

  sync(): void {
    desk.syncNow().catch(toastError);
  }

  async copyDiagnostic(): Promise<void> {
    try {
      await navigator.clipboard.writeText(await desk.diagnostics());
      toast({ text: () => t().copied });
    } catch (thrown) {
      toastError(thrown);
    }
  }

  #opened(id: string): void {
    this.list.markOpened(id);
    this.selection.markOpened(id);
  }
}

function told(text: string, file: SavedFile): void {
  toast({
    text: () => text,
    action: { label: () => t().saved.reveal, act: () => void desk.revealSaved(file.path).catch(toastError) },
  });
}
