// A file that is being written: how far it is, and stopping it. Draws nothing.

import * as desk from '../backend/commands';
import type { ExportField, ExportProgress, ListFormat, ListQuery, SavedFile } from '../backend/types';
import { t } from '../shared/i18n/index.svelte';
import { toast, toastError } from '../shared/toasts.svelte';
import type { Column } from './columns';

/** Documents of one archive. */
export const MOST_IN_ZIP = 10_000;

export class Exporting {
  /** Whether the dialog is open or a file is being written. */
  busy = $state(false);
  /** None before the first is written. */
  progress = $state<ExportProgress | null>(null);
  stopping = $state(false);

  /** All that matches, with the columns as they are shown. */
  async list(query: ListQuery, columns: Column[], format: ListFormat): Promise<SavedFile | null> {
    const fields = fieldsOf(columns);
    return this.#run((tell) => desk.exportList({ query: { ...query, after: null }, fields, format }, tell));
  }

  async documents(ids: string[]): Promise<SavedFile | null> {
    return this.#run((tell) => desk.exportDocuments(ids, tell));
  }

  stop(): void {
    this.stopping = true;
    desk.stopExport().catch(toastError);
  }

  async #run(
    write: (tell: (progress: ExportProgress) => void) => Promise<SavedFile | null>,
  ): Promise<SavedFile | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      const saved = await write((progress) => (this.progress = progress));
      if (saved === null && this.stopping) toast({ text: () => t().exporting.stopped });
      return saved;
    } catch (thrown) {
      toastError(thrown);
      return null;
    } finally {
      this.busy = false;
      this.stopping = false;
      this.progress = null;
    }
  }
}

/** What is written of a column; who downloaded an invoice has a column of its own. */
function fieldsOf(columns: Column[]): ExportField[] {
  return columns.flatMap(({ sort }) => (sort === 'downloaded_at' ? [sort, 'downloaded_by'] : (sort ?? [])));
}
