// What the screens may ask of the desk, typed. Every command rejects with an `ErrorView`.

import { bridge } from './bridge';
import type {
  AnswerChoice,
  DocumentView,
  ExportProgress,
  FileNames,
  Found,
  FrozenList,
  InvoiceAnswer,
  Kind,
  ListExport,
  ListPage,
  ListQuery,
  NameExample,
  NameTrial,
  NamingView,
  Neighbours,
  Outline,
  PrintJob,
  Printer,
  ProposalQuery,
  Review,
  ReviewFlags,
  SavedFile,
  SavedView,
  Settings,
  SigningBatch,
  SignOutcome,
  Status,
  TextRun,
  ViewToSave,
  Waiting,
  Wanted,
} from './types';

export interface SignIn {
  server: string;
  email: string;
  password: string;
  /** Whether the system's keyring shall open the vault from now on. */
  keep: boolean;
  /** Of the second factor, where the account has one. */
  code: string | null;
}

export const status = (): Promise<Status> => bridge.call('status');
export const signIn = (form: SignIn): Promise<Status> => bridge.call('sign_in', { ...form });
export const unlock = (password: string): Promise<Status> => bridge.call('unlock', { password });
export const lock = (): Promise<Status> => bridge.call('lock');
/** With `forget`, this computer's copy is removed too. */
export const signOut = (forget: boolean): Promise<Status> => bridge.call('sign_out', { forget });
export const syncNow = (): Promise<void> => bridge.call('sync_now');
export const saveSettings = (settings: Settings): Promise<Status> => bridge.call('save_settings', { settings });

export const listDocuments = (query: ListQuery): Promise<ListPage> => bridge.call('list_documents', { query });
/** Everything that matches now; 10,000 rows at most, and the exact count. */
export const freezeList = (query: ListQuery): Promise<FrozenList> => bridge.call('freeze_list', { query });
/** Values that documents have, for a field of the advanced search that is being typed. */
export const proposeValues = (query: ProposalQuery): Promise<string[]> => bridge.call('propose_values', { query });

export const savedViews = (): Promise<SavedView[]> => bridge.call('saved_views');
/** Adds a view, or changes the one whose `id` it has; answers all. */
export const saveView = (view: ViewToSave): Promise<SavedView[]> => bridge.call('save_view', { view });
export const removeView = (id: string): Promise<SavedView[]> => bridge.call('remove_view', { id });
export const orderViews = (ids: string[]): Promise<SavedView[]> => bridge.call('order_views', { ids });
/** The layout of a kind's columns as it was saved last: JSON that only the screens read, 16 KiB at most. */
export const layout = (kind: Kind): Promise<string | null> => bridge.call('layout', { kind });
export const saveLayout = (kind: Kind, json: string): Promise<void> =>
  bridge.call('save_layout', { kind, layout: json });

export const document = (id: string): Promise<DocumentView> => bridge.call('document', { id });
export const outline = (id: string): Promise<Outline> => bridge.call('outline', { id });
export const neighbours = (id: string, query: ListQuery): Promise<Neighbours> =>
  bridge.call('neighbours', { id, query });
export const markOpened = (id: string): Promise<void> => bridge.call('mark_opened', { id });
/** What a notification, a link or the tray wants to be shown; told once. */
export const wanted = (): Promise<Wanted | null> => bridge.call('wanted');
/** The text of a page (from 0), to be laid over its picture. */
export const pageText = (id: string, sha256: string, page: number): Promise<TextRun[]> =>
  bridge.call('page_text', { id, sha256, page });
export const findInDocument = (id: string, sha256: string, words: string): Promise<Found> =>
  bridge.call('find_in_document', { id, sha256, words });
/** Renders the documents' first pages while nobody waits for another; what an earlier call left is given up. */
export const prefetch = (ids: string[], scaleMilli: number): Promise<void> =>
  bridge.call('prefetch', { ids, scaleMilli });
export const review = (id: string): Promise<Review> => bridge.call('review', { id });
/** What the reviews of up to 200 contracts would show, in short. */
export const reviewFlags = (ids: string[]): Promise<ReviewFlags[]> => bridge.call('review_flags', { ids });
export const openElsewhere = (id: string): Promise<void> => bridge.call('open_elsewhere', { id });
export const printers = (): Promise<Printer[]> => bridge.call('printers');
export const printDocument = (id: string, job: PrintJob): Promise<void> => bridge.call('print_document', { id, job });

/** What waits, by kind and agency. */
export const waiting = (): Promise<Waiting[]> => bridge.call('waiting');

/**
 * Signs any number of documents with the account's password, 100 a request; tells each outcome as it comes, and how it
 * ended. The desk keeps what is not done, without the password.
 */
export const signBatch = (
  ids: string[],
  password: string,
  tell: (outcome: SignOutcome) => void,
): Promise<SigningBatch> => bridge.callTelling('sign_batch', { ids, password }, 'onOutcome', tell);
/** The signing that runs, or that left something to do; without documents when there is none. */
export const signingBatch = (): Promise<SigningBatch> => bridge.call('signing_batch');
/** After the request that is under way. */
export const stopSigning = (): Promise<void> => bridge.call('stop_signing');
export const forgetSigning = (): Promise<void> => bridge.call('forget_signing');

/** What may be said of an invoice, and with which reasons. */
export const answerChoices = (): Promise<AnswerChoice[]> => bridge.call('answer_choices');
/** Validates, disputes, suspends or refuses up to 100 invoices alike. The same `requestId` again changes nothing twice. */
export const answerInvoices = (
  ids: string[],
  answer: InvoiceAnswer,
  password: string,
  requestId: string,
): Promise<SignOutcome[]> => bridge.call('answer_invoices', { ids, answer, password, requestId });

/** One document becomes a PDF, several one zip, among the person's downloads. */
export const saveDocuments = (ids: string[]): Promise<SavedFile> => bridge.call('save_documents', { ids });
/** Writes the whole list to a file that the person chooses in a dialog; none when they gave it up or stopped it. */
export const exportList = (what: ListExport, tell: (progress: ExportProgress) => void): Promise<SavedFile | null> =>
  bridge.callTelling('export_list', { export: what }, 'onProgress', tell);
/** Writes one document as a PDF, several as one zip, in the same way; 10,000 at most. */
export const exportDocuments = (ids: string[], tell: (progress: ExportProgress) => void): Promise<SavedFile | null> =>
  bridge.callTelling('export_documents', { ids }, 'onProgress', tell);
export const stopExport = (): Promise<void> => bridge.call('stop_export');
/** How saved documents are named. */
export const naming = (): Promise<NamingView> => bridge.call('naming');
export const saveNaming = (names: FileNames): Promise<void> => bridge.call('save_naming', { names });
export const nameExample = (trial: NameTrial): Promise<NameExample> => bridge.call('name_example', { trial });
export const revealSaved = (path: string): Promise<void> => bridge.call('reveal_saved', { path });

export const thirdPartyNotices = (): Promise<string> => bridge.call('third_party_notices');
export const diagnostics = (): Promise<string> => bridge.call('diagnostics');
