// Which field of the form an error belongs to.

import type { ErrorCode } from '../backend/types';

export type EntryField = 'server' | 'email' | 'password' | 'code';

/** The field; none where the error is the whole form's. */
export function fieldOf(code: ErrorCode): EntryField | null {
  switch (code) {
    case 'invalid_server_address':
    case 'server_unreachable':
    case 'not_a_coffreo_server':
      return 'server';
    case 'wrong_credentials':
    case 'wrong_password':
    case 'too_many_attempts':
      return 'password';
    case 'second_factor_required':
    case 'wrong_code':
      return 'code';
    default:
      return null;
  }
}
