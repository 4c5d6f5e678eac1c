// What a rejected command says to the person.

import type { ErrorCode, ErrorView } from '../backend/types';
import type { Catalogue, Says } from './i18n/fr';

/** Whatever was thrown, as an error that has a code. */
export function asError(thrown: unknown): ErrorView {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) return thrown as ErrorView;
  return { code: 'internal', retry_after_seconds: null, field: null, diagnostic: String(thrown) };
}

export function isCode(thrown: unknown, ...codes: ErrorCode[]): boolean {
  return codes.includes(asError(thrown).code);
}

/** Both halves on one line, for the place beside a field. */
export function errorLine(error: ErrorView, texts: Catalogue): string {
  const { what, next } = errorText(error, texts);
  return `${what} ${next}`;
}

/** What the server holds against a new password; nothing where the error is about something else. */
export function atNewPassword(error: ErrorView | null, texts: Catalogue): string | null {
  const weak = error?.code === 'password_too_short' || error?.code === 'password_too_weak';
  return error !== null && weak ? errorLine(error, texts) : null;
}

export function errorText(error: ErrorView, texts: Catalogue): Says {
  const says = texts.errors[error.code] ?? texts.errors.internal;
  const wait = error.retry_after_seconds;
  return wait === null ? says : { what: says.what, next: texts.retryAfter(wait) };
}
