// Made-up relations, rights, people and mandates: those of the guide, and ?people=300 more.

import type {
  DeskEvent,
  ErrorCode,
  HistoryLine,
  LostAccess,
  Mandate,
  NewMandate,
  NewPerson,
  PatchPerson,
  PersonDetails,
  Phone,
  Place,
  PlacePerson,
  PutRights,
  Relation,
} from '../types';

const COMPANY = {
  company_id: '00000000-0000-4000-8000-000000000001',
  company: 'THE EU',
  company_siret: '73282932000074',
  company_address: '140 Route du Goulet, 56580 CREDIN, FR',
};
const AGENCIES: [string, string, string][] = [
  ['a1', 'BARRE TRAVAIL TEMPORAIRE MAGNY LORMES (SHTECO)', '230 Boulevard Saint Nicolas, 58800 MAGNY LORMES, FR'],
  ['a2', 'LUCAS JOB CROIX FONSOMME (TEMP)', '117 Place des 4 Saisons, 02110 CROIX FONSOMME, FR'],
  ['a3', 'MOREAU TALENT JOUAVILLE (PERM)', '125 Rue Clément Veau, 54800 JOUAVILLE, FR'],
];
const CLARA = 'clara.leger@the-eu.fr';

/** The commands. */
export function people(
  asked: URLSearchParams,
  tell: (event: DeskEvent) => void,
  refuse: (code: ErrorCode, field?: string) => never,
): { commands: Record<string, (args: never) => unknown>; waiting: () => number; administers: () => boolean } {
  const now = Date.now();
  const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  let relations: Relation[] = AGENCIES.map(([agency_id, agency]) => ({
    ...COMPANY,
    agency_id,
    agency,
    rights: 'ASF',
    state: asked.has('relations') ? 'waiting' : 'confirmed',
    assigned_at: now - 86_400_000,
  }));
  let lost: LostAccess[] = asked.has('lost')
    ? [{ kind: 'contract', company: 'THE EU', agency: AGENCIES[1]?.[1] ?? '' }]
    : [];

  const some = Number(asked.get('people') ?? 2);
  const names = ['Jean DUMONT', 'Inès MARTIN', 'Paul ROUX', 'Zoé PETIT', 'Hugo BLANC', 'Léa FAURE', 'Noé GARNIER'];
  const everybody: { id: string; name: string; email: string; phone?: string; joined: boolean }[] = [
    { id: 'p0', name: 'Clara LEGER', email: CLARA, phone: '+33612345678', joined: true },
    ...Array.from({ length: some }, (_, nth) => {
      const name = `${names[nth % names.length] ?? ''}${nth < names.length ? '' : ` ${nth}`}`;
      return {
        id: `p${nth + 1}`,
        name,
        email: `${name.toLowerCase().replaceAll(' ', '.')}@the-eu.fr`,
        joined: nth % 3 !== 0,
      };
    }),
  ];
  const holder = (nth: number, at: number): PlacePerson => {
    const { id, name, email, joined } = everybody[nth] as (typeof everybody)[number];
    return {
      person_id: id,
      name,
      email,
      rights: nth === 0 ? 'ASF' : nth === 1 ? '' : (['S', 'F', 'SR', 'R'][(nth + at) % 4] ?? ''),
      state: joined ? (nth % 5 === 2 ? 'waiting' : 'confirmed') : 'invited',
      imposed: nth === 1 && at === 0 ? 'S' : '',
      last_admin: nth === 0,
    };
  };
  let places: Place[] = AGENCIES.map(([agency_id, agency, agency_address], at) => ({
    ...COMPANY,
    agency_id,
    agency,
    agency_address,
    people: everybody.flatMap((_, nth) => (at === 2 && nth > 0 && nth % 2 === 1 ? [] : [holder(nth, at)])),
  }));
  const lines: HistoryLine[] = [];
  const note = (line: Partial<HistoryLine> & Pick<HistoryLine, 'what' | 'person'>): void => {
    const seq = 1000 + lines.length;
    const [agency_id, agency] = AGENCIES[0] ?? ['', ''];
    lines.unshift({ seq, at: Date.now(), by: 'Clara LEGER', person_id: 'p1', agency_id, agency, ...line });
  };
  note({ what: 'imposed', person: 'Jean DUMONT', before: '', after: 'S', by: AGENCIES[0]?.[1] ?? '' });
  note({ what: 'confirmed', person: 'Clara LEGER' });
  note({ what: 'mandate_given', person: 'Inès MARTIN', from: '2026-12-01', until: '2026-12-12' });

  const side = (nth: number): Mandate['giver'] => {
    const { id, name, email } = everybody[nth] as (typeof everybody)[number];
    return { id, name, email };
  };
  let mandates: Mandate[] = [
    {
      id: 'm1',
      giver: side(0),
      holder: side(Math.min(2, some)),
      company_id: COMPANY.company_id,
      company: COMPANY.company,
      agency_id: 'a1',
      agency: AGENCIES[0]?.[1] ?? '',
      from: '2026-12-01',
      until: '2026-12-12',
      state: 'planned',
      given_at: now,
    },
  ];

  const details = (id: string): PersonDetails => {
    const person = everybody.find((one) => one.id === id) ?? refuse('absent');
    return {
      ...person,
      language: 'fr',
      places: places.flatMap(({ company_id, company, agency_id, agency, people: all }) =>
        all
          .filter(({ person_id }) => person_id === id)
          .map(({ rights, state, imposed }) => ({ company_id, company, agency_id, agency, rights, state, imposed })),
      ),
    };
  };
  const put = ({ company_id, agency_id, person_id, rights }: PutRights): PlacePerson => {
    const place = places.find((one) => one.company_id === company_id && one.agency_id === agency_id);
    const known = place?.people.find((one) => one.person_id === person_id) ?? refuse('absent');
    const others = place?.people.some((one) => one.person_id !== person_id && one.rights.includes('A')) ?? false;
    if (known.rights.includes('A') && !rights.includes('A') && !others) refuse('last_administrator');
    const admins = (one: PlacePerson): string => (one.person_id === person_id ? rights : one.rights);
    const count = place?.people.filter((one) => admins(one).includes('A')).length ?? 0;
    const change = (one: PlacePerson): PlacePerson => {
      const next = admins(one);
      return { ...one, rights: next, last_admin: count === 1 && next.includes('A') };
    };
    places = places.map((one) => (one === place ? { ...one, people: one.people.map(change) } : one));
    note({ what: 'granted', person: known.name, before: known.rights, after: rights });
    return change(known);
  };
  const answer = (agencyId: string, state: Relation['state']): Relation[] => {
    relations = relations.map((one) => (one.agency_id === agencyId ? { ...one, state } : one));
    tell({ event: 'relations_changed' });
    return relations;
  };

  return {
    waiting: () => relations.filter(({ state }) => state === 'waiting').length,
    administers: () => relations.some(({ state, rights }) => state === 'confirmed' && rights.includes('A')),
    commands: {
      relations: () => relations,
      confirm_relation: async ({ agencyId }: { agencyId: string }) => {
        await wait(250);
        return answer(agencyId, 'confirmed');
      },
      decline_relation: async ({ agencyId }: { agencyId: string }) => {
        await wait(250);
        return answer(agencyId, 'declined');
      },
      lost_access: () => lost,
      forget_lost_access: () => void (lost = []),
      rights: async () => {
        await wait(60);
        return places;
      },
      set_rights: async ({ rights }: { rights: PutRights }) => {
        await wait(120);
        return put(rights);
      },
      person: async ({ id }: { id: string }) => {
        await wait(80);
        return details(id);
      },
      change_person: ({ id, change }: { id: string; change: PatchPerson }) => {
        const person = everybody.find((one) => one.id === id) ?? refuse('absent');
        Object.assign(person, change);
        return details(id);
      },
      add_person: async ({ person }: { person: NewPerson }) => {
        await wait(200);
        if (!person.email.includes('.')) refuse('invalid_input', 'email');
        let known = everybody.find(({ email }) => email === person.email);
        if (!known) {
          known = { id: `p${everybody.length}`, name: person.name, email: person.email, joined: false };
          everybody.push(known);
        }
        const { id, name, email } = known;
        places = places.map((place) => {
          const given = person.places.find(({ agency_id }) => agency_id === place.agency_id);
          if (!given) return place;
          const added: PlacePerson = {
            ...{ person_id: id, name, email, rights: given.rights },
            ...{ state: 'invited', imposed: '', last_admin: false },
          };
          return { ...place, people: [...place.people.filter(({ person_id }) => person_id !== id), added] };
        });
        return details(id);
      },
      remove_person: async ({ id }: { id: string }) => {
        await wait(150);
        const all = places.flatMap((place) => place.people.filter(({ person_id }) => person_id === id));
        if (all.some(({ rights }) => rights !== '')) refuse('still_has_rights');
        places = places.map((place) => ({
          ...place,
          people: place.people.filter(({ person_id }) => person_id !== id),
        }));
      },
      rights_history: async () => {
        await wait(80);
        return { lines };
      },
      mandates: () => mandates,
      give_mandate: async ({ mandate }: { mandate: NewMandate }) => {
        await wait(150);
        const at = everybody.findIndex(({ email }) => email === mandate.to_email);
        if (at < 0) refuse('unknown_colleague');
        const agency = AGENCIES.find(([id]) => id === mandate.agency_id)?.[1] ?? '';
        const { company_id, agency_id, from, until } = mandate;
        const given: Mandate = {
          ...{ id: crypto.randomUUID(), giver: side(0), holder: side(at), company_id, company: COMPANY.company },
          ...{ agency_id, agency, from, until, state: 'planned', given_at: Date.now() },
        };
        mandates = [given, ...mandates];
        return given;
      },
      revoke_mandate: async ({ id }: { id: string }) => {
        await wait(150);
        mandates = mandates.map((one) => (one.id === id ? { ...one, state: 'revoked' } : one));
      },
      read_phone: ({ typed, country }: { typed: string; country: string }): Phone => {
        const digits = typed.replace(/\D/g, '');
        if (typed.startsWith('+33')) return { e164: typed, country: 'FR', national: typed.replace('+33', '0') };
        if (digits.length < 9) refuse('invalid_input', 'phone');
        return { e164: `+33${digits.replace(/^0/, '')}`, country, national: typed };
      },
    },
  };
}
