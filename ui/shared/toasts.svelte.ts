// Short words about what was just done, for ten seconds.

import type { ErrorView } from '../backend/types';
import { asError } from './errors';

const SHOWN_FOR = 10_000;

export interface Toast {
  id: number;
  /** Read anew at each drawing, so that it follows the language. */
  text: () => string;
  error?: ErrorView;
  busy?: boolean;
  action?: { label: () => string; act: () => void };
}

let last = 0;
const shown = $state<Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const toasts = (): readonly Toast[] => shown;

/** Shows it; the answer takes it away. A busy one stays until then. */
export function toast(content: Omit<Toast, 'id'>): () => void {
  last += 1;
  const id = last;
  shown.push({ ...content, id });
  if (!content.busy) resume(id);
  return () => dismiss(id);
}

export function toastError(thrown: unknown): void {
  toast({ text: () => '', error: asError(thrown) });
}

export function dismiss(id: number): void {
  pause(id);
  const at = shown.findIndex((one) => one.id === id);
  if (at >= 0) shown.splice(at, 1);
}

/** What was said is overtaken; what is under way stays. */
export function dismissAll(): void {
  for (const { id, busy } of [...shown]) if (!busy) dismiss(id);
}

/** Keeps it while the person looks at it. */
export function pause(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function resume(id: number): void {
  if (timers.has(id) || shown.find((one) => one.id === id)?.busy) return;
  timers.set(
    id,
    setTimeout(() => dismiss(id), SHOWN_FOR),
  );
}
