// What the sheet shows of the invoices to be answered. Pure.

import type { AnswerReason, AnswerStatus, InvoiceRow, RefusalReason } from '../backend/types';

/** `unknown`: the answer was lost. */
export type Why = RefusalReason | 'unknown';

/** Cents of all of them, with VAT. */
export function grossOf(rows: InvoiceRow[]): number {
  return rows.reduce((sum, { gross }) => sum + gross, 0);
}

/** What is still to be filled in before the answer can be given. */
export function lacking(status: AnswerStatus, reasons: AnswerReason[], comment: string): 'reason' | 'comment' | null {
  if (status !== 'validated' && reasons.length === 0) return 'reason';
  return reasons.includes('AUTRE') && comment.trim() === '' ? 'comment' : null;
}
