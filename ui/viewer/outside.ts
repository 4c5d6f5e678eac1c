// What leaves for other programs and the printer, with a word about it.

import * as desk from '../backend/commands';
import type { PrintJob } from '../backend/types';
import { t } from '../shared/i18n/index.svelte';
import { toast, toastError } from '../shared/toasts.svelte';

/** Opens a copy in the system's program for PDFs. */
export async function outside(id: string): Promise<void> {
  try {
    await desk.openElsewhere(id);
    toast({ text: () => t().reading.elsewhereDone });
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Whether the system's printing took it. */
export async function printOn(id: string, job: PrintJob): Promise<boolean> {
  try {
    await desk.printDocument(id, job);
    toast({ text: () => t().reading.printed(job.printer) });
    return true;
  } catch (thrown) {
    toastError(thrown);
    return false;
  }
}
