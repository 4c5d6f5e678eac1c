// What the screens may ask of the account, of links from e-mails, news and the support. Every command rejects with an
// `ErrorView`.

import { bridge } from './bridge';
import type {
  AccountChange,
  AccountDetails,
  LinkPage,
  NewsItem,
  SecondFactorSetup,
  SessionView,
  Status,
  Strength,
  SupportContext,
  SupportMessage,
  SupportOutcome,
} from './types';

/** What the server says of the link that was opened. */
export const lookAtLink = (): Promise<LinkPage> => bridge.call('look_at_link');
export const renewLink = (): Promise<void> => bridge.call('renew_link');
export const closeLink = (): Promise<Status> => bridge.call('close_link');
export const join = (password: string, termsVersion: string, keep: boolean): Promise<Status> =>
  bridge.call('join', { password, termsVersion, keep });
export const completeReset = (password: string, keep: boolean): Promise<Status> =>
  bridge.call('complete_reset', { password, keep });
/** Whether both addresses have agreed by now. */
export const confirmAddress = (): Promise<boolean> => bridge.call('confirm_address');
/** The answer is the same whether the address has an account or not. */
export const askForReset = (server: string, email: string): Promise<void> =>
  bridge.call('ask_for_reset', { server, email });
/** `words`: the person's name, address and companies, which make it weak. */
export const passwordStrength = (password: string, words: string[]): Promise<Strength> =>
  bridge.call('password_strength', { password, words });

export const account = (): Promise<AccountDetails> => bridge.call('account');
export const changeAccount = (change: Partial<AccountChange>): Promise<AccountDetails> =>
  bridge.call('change_account', { change });
export const changePassword = (old: string, fresh: string): Promise<void> =>
  bridge.call('change_password', { old, new: fresh });
export const changeEmail = (email: string, password: string): Promise<AccountDetails> =>
  bridge.call('change_email', { email, password });
export const beginSecondFactor = (password: string): Promise<SecondFactorSetup> =>
  bridge.call('begin_second_factor', { password });
/** Answers the recovery codes, once. */
export const confirmSecondFactor = (code: string): Promise<string[]> => bridge.call('confirm_second_factor', { code });
export const removeSecondFactor = (password: string): Promise<void> =>
  bridge.call('remove_second_factor', { password });
export const sessions = (): Promise<SessionView[]> => bridge.call('sessions');
export const endSession = (id: string): Promise<SessionView[]> => bridge.call('end_session', { id });
export const endOtherSessions = (): Promise<SessionView[]> => bridge.call('end_other_sessions');

/** Turns to an account of this computer; without one, to the sign-in form. */
export const chooseAccount = (id: string | null): Promise<Status> => bridge.call('choose_account', { id });
/** Removes this computer's copy. */
export const removeAccount = (id: string): Promise<Status> => bridge.call('remove_account', { id });
/** The person does something: locking waits. */
export const used = (): Promise<void> => bridge.call('used');

export const news = (): Promise<NewsItem[]> => bridge.call('news');
export const markNewsRead = (): Promise<void> => bridge.call('mark_news_read');
/** What would go with a message now. */
export const supportContext = (): Promise<SupportContext> => bridge.call('support_context');
export const contactSupport = (message: SupportMessage): Promise<SupportOutcome> =>
  bridge.call('contact_support', { message });
