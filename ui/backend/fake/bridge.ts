// A made-up desk, for looking at the screens in a browser. The address says how it is:
// ?phase=signed_out|locked &connection=offline|session_ended|stuck|syncing &lang=en &theme=dark &documents=0 &never &norights
// &roomy &unfinished &relations &lost &people=300 &accounts &factor &pending &link=invitation|reset|address
// &linkstate=used|expired|unknown. The password is "demo"; "perdu" loses answers, "refus" has some refused, "coupure" cuts after 100.

import type { Bridge } from '../bridge';
import type {
  Connection,
  DeskEvent,
  ErrorCode,
  ExportProgress,
  Facts,
  InvoiceAnswer,
  Kind,
  ListExport,
  ListQuery,
  ProposalQuery,
  Settings,
  SignOutcome,
  Status,
} from '../types';
import { account as accountOf } from './account';
import { answered, choices } from './answers';
import { arranged } from './arranged';
import { contracts, invoices } from './data';
import { FakeExports } from './exporting';
import { page as pageOf, propose } from './list';
import { pageHits, pagePicture, pageRuns } from './page';
import { people as peopleOf } from './people';
import { reviewOf } from './review';
import { FakeSigning } from './signing';
import { waitingOf } from './waiting';

const asked = new URLSearchParams(location.search);
const now = Date.now();
const some = Number(asked.get('documents') ?? 260);
const allContracts = contracts(now, some).slice(asked.has('allsigned') ? 14 : 0);
const allInvoices = invoices(now, Math.min(some, 38));

let phase = (asked.get('phase') ?? 'open') as Status['phase'];
let connection = connectionOf(asked.get('connection'));
let settings: Settings = {
  language: asked.get('lang') === 'en' ? 'en' : 'fr',
  theme: (asked.get('theme') ?? 'light') as Settings['theme'],
  notifications: true,
  discreet_notifications: false,
  keep_unlocked: false,
  single_keys: true,
  quiet_hours: false,
  quiet_from: 1140,
  quiet_until: 480,
  start_with_session: false,
  roomy_rows: asked.has('roomy'),
  lock_after: 0,
};
const listeners = new Set<(event: DeskEvent) => void>();

function connectionOf(name: string | null): Connection {
  const offlineSince = new Date(now).setHours(9, 42, 0, 0);
  if (name === 'offline') return { is: 'offline', since: Math.min(offlineSince, now) };
  if (name === 'stuck') return { is: 'stuck', error: 'disk_full', since: Math.min(offlineSince, now) };
  if (name === 'session_ended') return { is: 'session_ended' };
  if (name === 'syncing') return { is: 'syncing', done: 1240, total: 10_000 };
  return { is: 'online' };
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const tell = (event: DeskEvent): void => listeners.forEach((hear) => hear(event));

function refuse(code: ErrorCode, field: string | null = null): never {
  throw { code, retry_after_seconds: code === 'too_many_attempts' ? 40 : null, field, diagnostic: 'made up' };
}

const waitingInvoices = (): number => allInvoices.filter(({ row }) => row.state === 'pending').length;

const people = peopleOf(
  asked,
  (event) => {
    tell(event);
    tell({ event: 'status', ...status() });
  },
  refuse,
);
const accounts = accountOf(asked, { status, enter, refuse });

let revision = 0;

function status(): Status {
  revision += 1;
  const pending = allContracts.filter(({ row }) => row.state === 'pending');
  const late = pending.filter(({ row }) => row.deadline.ends_at < Date.now()).length;
  const account = { id: 'clara', server: 'coffre.the-eu.fr', email: 'clara.leger@the-eu.fr', name: 'Clara LEGER' };
  const known = { id: 'clara', server: account.server, email: account.email };
  const other = { id: 'autre', server: 'coffre.autre.fr', email: 'clara@autre.fr' };
  return {
    revision,
    phase,
    account: phase === 'signed_out' ? null : { ...account, name: phase === 'open' ? account.name : null },
    connection,
    last_sync_at: asked.has('never') ? null : now - 90_000,
    counts:
      phase !== 'open' || asked.has('norights')
        ? []
        : [
            { kind: 'contract', pending: pending.length, archived: allContracts.length - pending.length, late },
            { kind: 'invoice', pending: waitingInvoices(), archived: allInvoices.length - waitingInvoices(), late: 0 },
          ],
    settings,
    prefill: { server: asked.get('server') ?? '', email: '' },
    version: '0.1.0',
    accounts: asked.has('accounts') ? [known, other] : phase === 'signed_out' ? [] : [known],
    link: accounts.link(),
    administers: phase === 'open' && people.administers(),
    relations_waiting: phase === 'open' ? people.waiting() : 0,
    unread_news: phase === 'open' ? accounts.unread() : 0,
  };
}

async function enter({ password, code }: { password: string; code?: string | null }): Promise<Status> {
  await wait(350);
  if (password === 'nouveau' && phase === 'locked') refuse('password_changed');
  if (asked.has('factor') && password === 'demo' && phase === 'signed_out' && code !== '123456')
    refuse(code ? 'wrong_code' : 'second_factor_required');
  if (password !== 'demo') refuse('wrong_credentials');
  phase = 'open';
  connection = { is: 'online' };
  return status();
}

function find(id: string) {
  return allContracts.find(({ row }) => row.id === id);
}

function document({ id }: { id: string }) {
  const contract = find(id);
  const invoice = allInvoices.find(({ row }) => row.id === id);
  if (contract) {
    const { row, facts, pdf } = contract;
    return {
      row: { kind: 'contract', ...row },
      facts: { kind: 'contract', ...facts },
      sha256: row.original_sha256,
      available: pdf !== 'missing',
      size: 184_320,
    };
  }
  if (!invoice) refuse('not_found');
  const { row, facts } = invoice;
  return {
    row: { kind: 'invoice', ...row },
    facts: { kind: 'invoice', ...facts },
    sha256: row.original_sha256,
    available: true,
    size: 96_400,
  };
}

async function outline({ id }: { id: string }) {
  await wait(20);
  const contract = find(id);
  if (contract?.pdf === 'broken') refuse('unreadable');
  const size = { width: 595.3, height: 841.9 };
  return { sha256: document({ id }).sha256, pages: Array.from({ length: contract?.pages ?? 1 }, () => size) };
}

function rows(query: { kind: Kind }) {
  return query.kind === 'contract'
    ? allContracts.map(({ row }) => ({ kind: 'contract' as const, ...row }))
    : allInvoices.map(({ row }) => ({ kind: 'invoice' as const, ...row }));
}

const exports = new FakeExports();

const commands: Record<string, (args: never) => unknown> = {
  ...people.commands,
  ...accounts.commands,
  choose_account: ({ id }: { id: string | null }) => ((phase = id === null ? 'signed_out' : 'locked'), status()),
  remove_account: () => status(),
  status,
  sign_in: enter,
  unlock: enter,
  lock: () => ((phase = 'locked'), status()),
  sign_out: () => ((phase = 'signed_out'), status()),
  sync_now: async () => {
    connection = { is: 'syncing', done: 0, total: 0 };
    tell({ event: 'status', ...status() });
    await wait(900);
    connection = { is: 'online' };
    tell({ event: 'status', ...status() });
  },
  save_settings: (args: { settings: Settings }) => ((settings = args.settings), status()),
  list_documents: async ({ query }: { query: ListQuery }) => {
    await wait(8);
    return pageOf(rows(query), query);
  },
  freeze_list: ({ query }: { query: ListQuery }) => {
    const { rows: all, total } = pageOf(rows(query), { ...query, after: null, limit: 10_000 });
    return { rows: all, count: total.count };
  },
  propose_values: ({ query }: { query: ProposalQuery }) => propose(rows(query), query),
  ...arranged((query) => pageOf(rows(query), { ...query, after: null }).total),
  document,
  outline,
  neighbours: ({ id, query }: { id: string; query: ListQuery }) => {
    const ids = pageOf(rows(query), { ...query, limit: 100_000 }).rows.map((row) => row.id);
    const at = ids.indexOf(id);
    return { previous: ids[at - 1] ?? null, next: at < 0 ? null : (ids[at + 1] ?? null) };
  },
  mark_opened: ({ id }: { id: string }) => {
    const contract = find(id);
    if (contract) contract.row.opened = true;
  },
  wanted: () => null,
  page_text: ({ id, page }: { id: string; page: number }) => pageRuns(find(id)?.row.number ?? 'FAC-212984', page),
  find_in_document: async ({ id, words }: { id: string; words: string }) => {
    await wait(30);
    const contract = find(id);
    return pageHits(contract?.row.number ?? 'FAC-212984', contract?.pages ?? 1, words);
  },
  prefetch: () => wait(5),
  review: ({ id }: { id: string }) => reviewOf(document({ id }).facts as Facts),
  review_flags: ({ ids }: { ids: string[] }) =>
    ids.map((id) => {
      const { points } = reviewOf(document({ id }).facts as Facts);
      const count = (severity: string): number => points.filter((one) => one.severity === severity).length;
      return { id, changed: id.endsWith('8'), errors: id.endsWith('4') ? count('error') : 0, warnings: 0 };
    }),
  open_elsewhere: () => undefined,
  printers: () =>
    asked.has('noprinter')
      ? []
      : [
          { name: 'Bureau-RDC', is_default: true },
          { name: 'Atelier', is_default: false },
        ],
  print_document: () => wait(300),
  answer_choices: () => choices,
  answer_invoices: async ({ ids, answer, password }: { ids: string[]; answer: InvoiceAnswer; password: string }) => {
    await wait(500);
    if (!['demo', 'perdu', 'refus'].includes(password)) refuse('wrong_credentials');
    const at = Date.now();
    const outcomes = ids.map((id, nth): SignOutcome => {
      if (password === 'perdu' && nth === ids.length - 1) return { outcome: 'unknown', id };
      if (password === 'refus' && nth % 2 === 1) return { outcome: 'refused', id, reason: 'changed' };
      const row = allInvoices.find(({ row }) => row.id === id)?.row;
      if (row) Object.assign(row, answered(answer, at));
      return { outcome: 'signed', id, at };
    });
    tell({ event: 'status', ...status() });
    tell({ event: 'documents_changed', kinds: ['invoice'] });
    return outcomes;
  },
  waiting: () => waitingOf(rows({ kind: 'contract' }), rows({ kind: 'invoice' })),
  signing_batch: () => signing.batch(),
  stop_signing: () => signing.stop(),
  forget_signing: () => signing.forget(),
  save_documents: async ({ ids }: { ids: string[] }) => {
    await wait(600);
    const name =
      ids.length === 1 ? `${find(ids[0] ?? '')?.row.number ?? 'FAC-212984'}.pdf` : 'Documents 24-11-2026.zip';
    return { path: `/home/clara/Downloads/${name}`, name, documents: ids.length };
  },
  ...exports.commands,
  reveal_saved: () => undefined,
  third_party_notices: () => 'PDFium — BSD-3-Clause\nInter — SIL OFL 1.1\nLucide — ISC\n',
  diagnostics: () => 'coffreo 0.1.0 made up',
};

const signing = new FakeSigning(allContracts, () => {
  tell({ event: 'status', ...status() });
  tell({ event: 'documents_changed', kinds: ['contract'] });
});

export const bridge: Bridge = {
  async call(command, args = {}) {
    const run = commands[command];
    if (!run) throw new Error(`no such command: ${command}`);
    return (await run(args as never)) as never;
  },
  async callTelling(command, args, _name, hear) {
    const told = hear as (progress: ExportProgress) => void;
    if (command === 'export_list') {
      const { query, format } = (args as { export: ListExport }).export;
      return (await exports.write(`2026-11-24 Coffreo.${format}`, rows(query).length, told)) as never;
    }
    if (command === 'export_documents') {
      const { length } = (args as { ids: string[] }).ids;
      return (await exports.write(`2026-11-24 Coffreo ${length} documents.zip`, length, told)) as never;
    }
    const { ids, password } = args as { ids: string[]; password: string };
    await wait(400);
    if (!['demo', 'perdu', 'refus', 'coupure'].includes(password)) refuse('wrong_credentials');
    return (await signing.sign(ids, password, hear as (part: SignOutcome) => void)) as never;
  },
  async listen(hear) {
    listeners.add(hear);
    return () => void listeners.delete(hear);
  },
  pageUrl(path) {
    const [id = '', , page = '0'] = path.split('/');
    const contract = find(id);
    return pagePicture(contract?.row.number ?? 'FAC-212984', Number(page), contract?.pages ?? 1);
  },
};
