// A document's facts in words: the six that decide, and all of them. Pure: texts and language come in.

import type {
  Address,
  AnswerLine,
  Compared,
  ContractFacts,
  DocumentView,
  InvoiceFacts,
  Language,
  Row,
} from '../backend/types';
import { day, dayOf, money, size, timeOf } from '../shared/format';
import type { Catalogue } from '../shared/i18n/fr';

export interface Fact {
  name: string;
  value: string;
  /** What it was in the contract that this one is compared with; absent where it was the same. */
  before?: string;
}

type Contract = Extract<DocumentView['facts'], { kind: 'contract' }>;
type Invoice = Extract<DocumentView['facts'], { kind: 'invoice' }>;

/** Worker, dates, ground, rate, billed rate, site — or what decides about an invoice. */
export function sixFacts(view: DocumentView, t: Catalogue, language: Language): Fact[] {
  const name = t.viewer.fact;
  const { facts } = view;
  if (facts.kind === 'contract') {
    return [
      { name: name.employee, value: worker(facts) },
      { name: name.dates, value: dates(facts, t) },
      { name: name.ground, value: facts.recourse.justification },
      { name: name.payRate, value: t.viewer.perHour(money(facts.pay_rate, language)) },
      { name: name.billRate, value: t.viewer.perHour(money(facts.bill_rate, language)) },
      { name: name.site, value: address(facts.site) },
    ];
  }
  return [
    { name: name.issuedOn, value: day(facts.issued_on) },
    { name: name.dueOn, value: day(facts.due_on) },
    { name: name.week, value: week(facts) },
    { name: name.net, value: money(facts.net, language) },
    { name: name.vat, value: money(facts.vat, language) },
    { name: name.gross, value: money(facts.gross, language) },
  ];
}

/** Everything that is known, in the order of the guide's synopsis; what is absent is left out. */
export function allFacts(view: DocumentView, t: Catalogue, language: Language): Fact[] {
  const { facts } = view;
  const own = facts.kind === 'contract' ? contract(view, facts, t, language) : invoice(view, facts, t, language);
  const shown: [string, string | null | undefined][] = [
    [t.viewer.fact.agency, view.row.agency],
    [t.viewer.fact.company, view.row.company],
    ...own,
    [t.viewer.fact.received, dayOf(view.row.received_at)],
    [t.viewer.fact.size, size(view.size, language)],
    [t.viewer.fact.fingerprint, view.sha256],
  ];
  return shown.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** Who disputed, suspended or refused it and when; a validation is told as a signature is. */
function answerWords({ status, answered_at: at, answered_by: by }: AnswerLine, t: Catalogue): string | null {
  return status === 'validated' ? null : t.answering.by(t.answering.states[status], `${dayOf(at)} ${timeOf(at)}`, by);
}

/** The facts with what they were in the other contract. What can only differ is not compared. */
export function withBefore(
  facts: Fact[],
  view: DocumentView,
  compared: Compared | null,
  of: typeof sixFacts,
  t: Catalogue,
  language: Language,
): Fact[] {
  if (!compared || view.facts.kind !== 'contract') return facts;
  const before = of({ ...view, facts: { kind: 'contract', ...compared.facts } }, t, language);
  const { fact } = t.viewer;
  const own = [fact.number, fact.amendment, fact.deadline, fact.received, fact.size, fact.fingerprint];
  const marked = facts.map((one) => {
    const other = before.find(({ name }) => name === one.name)?.value ?? t.reading.nothing;
    return other === one.value || own.includes(one.name) ? one : { ...one, before: other };
  });
  const gone = before.filter(({ name }) => !own.includes(name) && !facts.some((one) => one.name === name));
  return [...marked, ...gone.map(({ name, value }) => ({ name, value: t.reading.nothing, before: value }))];
}

/** Who signed it and when; none while it waits. */
export function signedWords({ signed_at: at, signed_by: by }: Row, t: Catalogue): string | null {
  if (at === null) return null;
  const when = `${dayOf(at)} ${timeOf(at)}`;
  return by ? t.viewer.signedBy(when, by) : t.viewer.signedOn(when);
}

function contract(view: DocumentView, facts: Contract, t: Catalogue, language: Language): [string, string | null][] {
  const { fact, executive, nonExecutive } = t.viewer;
  const { term, recourse, position, guarantor } = facts;
  const { row } = view;
  const waiting = row.kind === 'contract' && row.state === 'pending';
  return [
    [fact.number, facts.number],
    [fact.amendment, row.kind === 'contract' && row.amendment > 0 ? String(row.amendment) : null],
    [fact.deadline, waiting ? day(row.deadline.day) : null],
    [fact.department, facts.department ?? null],
    [fact.employee, worker(facts)],
    [fact.dates, dates(facts, t)],
    [fact.flex, term.flex_from && term.flex_until ? t.viewer.range(day(term.flex_from), day(term.flex_until)) : null],
    [fact.qualification, facts.qualification],
    [fact.ground, recourse.justification],
    [fact.article, recourse.ground],
    [fact.replaced, recourse.replaced ? `${recourse.replaced.name}, ${recourse.replaced.qualification}` : null],
    [fact.characteristics, position.characteristics],
    [fact.position, position.status === 'executive' ? executive : nonExecutive],
    [fact.hours, position.hours ?? null],
    [fact.risk, position.at_risk ? t.yes : t.no],
    [fact.equipment, position.protective_equipment ?? null],
    [fact.payRate, t.viewer.perHour(money(facts.pay_rate, language))],
    [fact.billRate, t.viewer.perHour(money(facts.bill_rate, language))],
    [fact.site, address(facts.site)],
    [fact.guarantor, guarantor ? `${guarantor.name}, ${guarantor.address}` : null],
  ];
}

function invoice({ row }: DocumentView, facts: Invoice, t: Catalogue, language: Language): [string, string | null][] {
  const { fact } = t.viewer;
  const answer = row.kind === 'invoice' ? row.answer : null;
  return [
    [t.answering.what, answer && answerWords(answer, t)],
    [t.answering.why, answer?.reasons?.map((reason) => t.answering.reasons[reason]).join(', ') ?? null],
    [t.answering.comment, answer?.comment ?? null],
    [fact.invoiceNumber, facts.number],
    [fact.issuedOn, day(facts.issued_on)],
    [fact.dueOn, day(facts.due_on)],
    [fact.week, week(facts)],
    [fact.net, money(facts.net, language)],
    [fact.vat, money(facts.vat, language)],
    [fact.gross, money(facts.gross, language)],
    [fact.reference, facts.reference ?? null],
    [fact.contracts, facts.contracts?.join(', ') ?? null],
  ];
}

function worker({ employee }: ContractFacts): string {
  return [employee.title, employee.first_name, employee.last_name].filter(Boolean).join(' ');
}

function dates({ term }: ContractFacts, t: Catalogue): string {
  return t.viewer.range(day(term.starts_on), term.ends_on ? day(term.ends_on) : t.viewer.fact.openTerm);
}

function week({ week: { year, week: number } }: InvoiceFacts): string {
  return `${year}/${String(number).padStart(2, '0')}`;
}

function address({ street, postcode, city, country }: Address): string {
  const abroad = country === 'FR' ? '' : ` (${country})`;
  return `${street}, ${postcode} ${city}${abroad}`;
}
