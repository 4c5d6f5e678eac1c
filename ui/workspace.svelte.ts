// What can be done with documents: puts list, reading, selection and signing together. Draws nothing.

import * as desk from './backend/commands';
import { onDesk } from './backend/events';
import type { AnswerStatus, SavedFile, Status } from './backend/types';
import { type Filters, initialFilters } from './documents/filters';
import { DocumentList } from './documents/list.svelte';
import type { Place } from './frame/place';
import { t } from './shared/i18n/index.svelte';
import { MOST_AT_ONCE, Selection } from './shared/selection.svelte';
import { toast, toastError } from './shared/toasts.svelte';
import type { Failure } from './signing/batch';
import { Answering } from './signing/answering.svelte';
import { Signing } from './signing/signing.svelte';
import { Reading } from './viewer/reading.svelte';

export class Workspace {
  readonly selection = new Selection();
  readonly list = new DocumentList((rows) => this.selection.refresh(rows));
  readonly reading = new Reading((id) => this.#opened(id));
  readonly signing = new Signing((id) => this.selection.remove(id));
  readonly answering = new Answering((id) => this.selection.remove(id));
  saving = $state(false);

  /** Loads the list and listens to the desk; the answer stops it. */
  start(): () => void {
    void this.list.load();
    this.#showWanted();
    return onDesk((event) => {
      if (event.event === 'documents_changed') {
        this.list.refresh(event.kinds);
        void this.reading.refresh(this.list.query);
      } else if (event.event === 'wanted') {
        this.#showWanted();
      }
    });
  }

  /** Shows what a notification, a link or the tray asked for, once: not again after a lock and an unlock. */
  #showWanted(): void {
    void desk.wanted().then((wanted) => {
      if (wanted?.what === 'document') return this.open(wanted.id);
      if (!wanted) return;
      this.reading.close();
      this.list.show(initialFilters(wanted.kind));
    }, toastError);
  }

  open(id: string): void {
    this.list.activeId = id;
    void this.reading.open(id, this.list.query);
  }

  go(place: Place): void {
    this.reading.close();
    const filters: Record<Place, Filters> = {
      to_sign: initialFilters(),
      late: { ...initialFilters(), period: 'all', sort: { column: 'deadline', descending: false } },
      archived: { ...initialFilters(), pending: false, archived: true },
      invoices: { ...initialFilters('invoice'), archived: true },
    };
    this.list.show(filters[place]);
  }

  /** Where in the menu the list is; none where the filters are the person's own. */
  get place(): Place | null {
    const { kind, pending, archived } = this.list.filters;
    if (kind === 'invoice') return 'invoices';
    if (pending === archived) return null;
    return pending ? 'to_sign' : 'archived';
  }

  /** Why nothing can be signed now, in words. */
  obstacle(status: Status): string | null {
    const texts = t().documents;
    if (status.connection.is === 'offline') return texts.offlineNoSign;
    if (status.connection.is === 'session_ended') return texts.sessionNoSign;
    return this.selection.toSign.length > MOST_AT_ONCE ? texts.tooMany : null;
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

  retry(failures: Failure[]): void {
    this.signing.review(failures.map(({ row }) => row));
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
      saved(await desk.saveDocuments(ids));
    } catch (thrown) {
      toastError(thrown);
    } finally {
      done?.();
      this.saving = false;
    }
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

function saved(file: SavedFile): void {
  toast({
    text: () => t().saved.done(file.name),
    action: { label: () => t().saved.reveal, act: () => void desk.revealSaved(file.path).catch(toastError) },
  });
}
