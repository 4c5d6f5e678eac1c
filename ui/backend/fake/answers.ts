// What may be said of the made-up invoices.

import type { AnswerChoice, AnswerReason, InvoiceAnswer, InvoiceRow } from '../types';

const refusal: AnswerReason[] = ['TX_TVA_ERR', 'MONTANTTOTAL_ERR', 'CALCUL_ERR', 'NON_CONFORME', 'DOUBLON', 'DEST_ERR'];

export const choices: AnswerChoice[] = [
  { status: 'validated', reasons: [] },
  { status: 'disputed', reasons: ['QTE_ERR', 'PU_ERR', 'REM_ERR', 'ART_ERR', 'LIVR_INCOMP', ...refusal, 'AUTRE'] },
  {
    status: 'suspended',
    reasons: ['JUSTIF_ABS', 'REF_CT_ABSENT', 'CMD_ERR', 'REF_ERR', 'SIRET_ERR', 'COORD_BANC_ERR'],
  },
  { status: 'refused', reasons: refusal },
];

/** An invoice's facts after the answer. */
export function answered(answer: InvoiceAnswer, at: number): Partial<InvoiceRow> {
  const codes = { validated: 205, disputed: 207, suspended: 208, refused: 210 };
  const settled = answer.status === 'validated' || answer.status === 'refused';
  const line = { ...answer, code: codes[answer.status], answered_by: 'Clara LEGER', answered_at: at };
  return {
    answer: line,
    ...(settled && { state: 'archived' as const }),
    ...(answer.status === 'validated' && { signed_at: at, signed_by: 'Clara LEGER' }),
  };
}
