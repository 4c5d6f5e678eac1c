// Who is in, and what the desk says of itself. Applies language and theme; opens no document.

import * as account from './backend/account';
import * as desk from './backend/commands';
import { onDesk } from './backend/events';
import type { Language, Settings, Status, Theme } from './backend/types';
import { currentLanguage, setLanguage } from './shared/i18n/index.svelte';

export class Session {
  status = $state.raw<Status | null>(null);
  /** Chosen before anybody was in; it becomes the person's own. */
  #chosen: Language | null = null;

  /** Listens to the desk; the answer stops it. */
  start(): () => void {
    void desk.status().then((status) => this.take(status));
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => applyTheme(this.status?.settings.theme ?? 'system');
    dark.addEventListener('change', follow);
    follow();
    const stop = onDesk((event) => {
      if (event.event === 'status') this.take(event);
    });
    return () => {
      dark.removeEventListener('change', follow);
      stop();
    };
  }

  /** Answers and events overtake each other; what is older than what is known tells nothing. */
  take(status: Status): void {
    if (this.status !== null && status.revision < this.status.revision) return;
    this.status = status;
    const language = status.phase === 'open' ? status.settings.language : (this.#chosen ?? status.settings.language);
    if (language !== currentLanguage()) setLanguage(language);
    applyTheme(status.settings.theme);
  }

  chooseLanguage(language: Language): void {
    this.#chosen = language;
    setLanguage(language);
  }

  async signIn(form: desk.SignIn): Promise<void> {
    await this.enter(await desk.signIn(form));
  }

  async unlock(password: string): Promise<void> {
    await this.enter(await desk.unlock(password));
  }

  /** Turns to an account of this computer; without one, to the sign-in form. */
  async choose(id: string | null): Promise<void> {
    this.take(await account.chooseAccount(id));
  }

  /** Removes this computer's copy of an account. */
  async remove(id: string): Promise<void> {
    this.take(await account.removeAccount(id));
  }

  /** Opens a new session of the same account, after the server ended the one before. */
  async resume(password: string, code: string | null): Promise<void> {
    const { account, settings } = this.status ?? {};
    if (!account || !settings) return;
    const { server, email } = account;
    this.take(await desk.signIn({ server, email, password, keep: settings.keep_unlocked, code }));
  }

  async lock(): Promise<void> {
    this.take(await desk.lock());
  }

  async signOut(forget: boolean): Promise<void> {
    this.take(await desk.signOut(forget));
  }

  async save(settings: Settings): Promise<void> {
    this.take(await desk.saveSettings(settings));
  }

  /** Somebody came in: the language that was chosen before becomes theirs. */
  async enter(status: Status): Promise<void> {
    this.take(status);
    if (status.phase !== 'open') return;
    const language = this.#chosen;
    this.#chosen = null;
    if (language && language !== status.settings.language) await this.save({ ...status.settings, language });
  }
}

function applyTheme(theme: Theme): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme === 'system' ? system : theme;
}
