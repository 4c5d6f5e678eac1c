// A made-up account: links, second factor, sessions, news, support.

import type {
  AccountDetails,
  ErrorCode,
  LinkKind,
  LinkPage,
  NewsItem,
  OpenedLink,
  SessionView,
  Status,
  Strength,
} from '../types';

interface Hooks {
  status: () => Status;
  enter: (args: { password: string }) => unknown;
  refuse: (code: ErrorCode, field?: string) => never;
}

/** The commands, with the link that the address opens (?link=invitation|reset|address&linkstate=used|expired|unknown). */
export function account(
  asked: URLSearchParams,
  { status, enter, refuse }: Hooks,
): { commands: Record<string, (args: never) => unknown>; link: () => OpenedLink | null; unread: () => number } {
  const now = Date.now();
  const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  const kind = asked.get('link') as LinkKind | null;
  let link: OpenedLink | null = kind ? { kind, server: 'https://coffre.the-eu.fr', serial: 1 } : null;
  const page: LinkPage = {
    kind: kind ?? 'invitation',
    state: (asked.get('linkstate') ?? 'usable') as LinkPage['state'],
    email: 'jean.dupont@the-eu.fr',
    name: 'Jean DUPONT',
    assigned:
      kind === 'invitation' ? [{ company: 'THE EU', agency: 'BARRE TRAVAIL TEMPORAIRE MAGNY LORMES (SHTECO)' }] : [],
    terms:
      kind === 'invitation'
        ? {
            version: '2026-11',
            title: 'Conditions générales d’utilisation — CLIENT',
            text: Array.from(
              { length: 8 },
              (_, at) => `Article ${at + 1}. Le client reçoit, relit et signe les documents de ses agences.`,
            ).join('\n\n'),
          }
        : null,
  };
  let details: AccountDetails = {
    name: 'Clara LEGER',
    email: 'clara.leger@the-eu.fr',
    pending_email: asked.has('pending') ? 'clara.martin@the-eu.fr' : null,
    phone: '+33612345678',
    second_factor: asked.has('factor'),
    terms_version: '2026-11',
    terms_accepted_at: now - 86_400_000 * 30,
    mails: { new_documents: true, reminders: true },
  };
  let sessions: SessionView[] = [
    ['s1', 'Coffreo Desktop (linux)', true, '192.0.2.17'] as const,
    ['s2', 'Coffreo Desktop (windows)', false, '198.51.100.4'] as const,
    ['s3', 'Navigateur', false, null] as const,
  ].map(([id, device, current, address], nth) => ({
    ...{ id, device, current, address },
    ...{ created_at: now - 86_400_000 * (nth + 2), used_at: now - 3_600_000 * nth },
  }));
  let news: NewsItem[] = [
    {
      id: 'n1',
      published_at: now - 86_400_000,
      title: 'Votre accueil fait peau neuve',
      text: 'Nous sommes ravis de vous offrir une expérience encore plus enrichissante, avec une navigation repensée.\n\nTrès bientôt, l’ensemble de votre espace bénéficiera de ce nouveau look.',
      read: false,
    },
    {
      id: 'n2',
      published_at: now - 86_400_000 * 20,
      title: 'Les mandats',
      text: 'Un collègue signe pour vous.',
      read: true,
    },
  ];
  const dark: string[] = [];
  for (let y = 0; y < 29; y += 1)
    for (let x = 0; x < 29; x += 1) if ((x * 7 + y * 13 + x * y) % 3 === 0) dark.push(`M${x + 4} ${y + 4}h1v1h-1z`);
  const checked = (password: string): void => {
    if (password !== 'demo') refuse('wrong_credentials');
  };

  return {
    link: () => link,
    unread: () => news.filter(({ read }) => !read).length,
    commands: {
      look_at_link: async () => {
        await wait(150);
        if (asked.get('linkstate') === 'unknown') refuse('absent');
        return page;
      },
      renew_link: () => wait(200),
      close_link: () => ((link = null), status()),
      join: async () => {
        await wait(300);
        link = null;
        return enter({ password: 'demo' });
      },
      complete_reset: async () => {
        await wait(300);
        link = null;
        return enter({ password: 'demo' });
      },
      confirm_address: async () => {
        await wait(200);
        return !asked.has('half');
      },
      ask_for_reset: () => wait(300),
      password_strength: ({ password }: { password: string }): Strength => {
        const score = Math.min(4, Math.floor(password.length / 5));
        const weakness = password.length < 12 ? 'too_short' : score < 3 ? 'words' : null;
        return { score, weakness, enough: weakness === null };
      },
      account: async () => {
        await wait(80);
        return details;
      },
      change_account: async ({ change }: { change: Partial<AccountDetails> }) => {
        await wait(150);
        details = { ...details, ...change };
        return details;
      },
      change_password: async ({ old }: { old: string }) => {
        await wait(300);
        checked(old);
      },
      change_email: async ({ email, password }: { email: string; password: string }) => {
        await wait(300);
        checked(password);
        details = { ...details, pending_email: email };
        return details;
      },
      begin_second_factor: ({ password }: { password: string }) => {
        checked(password);
        return { secret: 'JBSW Y3DP EHPK 3PXP', path: dark.join(''), size: 37 };
      },
      confirm_second_factor: ({ code }: { code: string }) => {
        if (code !== '123456') refuse('wrong_code');
        details = { ...details, second_factor: true };
        return Array.from({ length: 10 }, (_, nth) => `7QK4-M2ZD-XE5R-${1000 + nth}`);
      },
      remove_second_factor: ({ password }: { password: string }) => {
        checked(password);
        details = { ...details, second_factor: false };
      },
      sessions: () => sessions,
      end_session: ({ id }: { id: string }) => (sessions = sessions.filter((one) => one.id !== id)),
      end_other_sessions: () => (sessions = sessions.filter(({ current }) => current)),
      used: () => undefined,
      news: () => news,
      mark_news_read: () => void (news = news.map((item) => ({ ...item, read: true }))),
      support_context: () => ({
        version: 'Coffreo 0.1.0',
        system: 'linux x86_64',
        log: Array.from(
          { length: 12 },
          (_, at) => `2026-11-24T22:3${at % 10}:00Z  INFO coffreo_desk::sync: the synchronisation ended [id]`,
        ).join('\n'),
      }),
      contact_support: async () => {
        await wait(300);
        return asked.get('connection') === 'offline' ? 'kept' : 'sent';
      },
    },
  };
}
