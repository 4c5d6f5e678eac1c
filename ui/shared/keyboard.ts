// Which key was meant: by the character it produces, not by its place (AZERTY). Decides nothing about what it does.

export interface Key {
  key: string;
  ctrl?: boolean;
  shift?: boolean;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether the event is that key; ⌘ stands for Ctrl on a Mac. Shift counts only where it changes no character. */
export function pressed(event: Pressed, wanted: Key): boolean {
  if (event.altKey) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl !== (wanted.ctrl ?? false)) return false;
  const character = wanted.key.length === 1 && wanted.key !== ' ';
  if (!character && event.shiftKey !== (wanted.shift ?? false)) return false;
  return character ? event.key.toLowerCase() === wanted.key.toLowerCase() : event.key === wanted.key;
}

/** Whether the key, pressed there, would be text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
