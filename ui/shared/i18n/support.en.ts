// The English texts of the support, the news and the help.

import type { support as french } from './support.fr';

export const support: typeof french = {
  title: 'Contact support',
  team: 'A team that listens',
  teamText: 'A question? Our support team is there to answer it.',
  lead: 'Say what you wanted to do, and what happened.',
  server: 'Server address',
  email: 'E-mail address for the answer',
  message: 'Your message',
  messageMissing: 'Write your message.',
  withContext: 'Add the context below',
  withContextHint: 'Exactly this text is sent. No name, no address, no document.',
  context: 'Context sent with the message',
  version: 'Version',
  system: 'System',
  log: 'Extract of the technical log',
  noLog: 'The log is empty.',
  submit: 'Send',
  sent: 'Message sent. Support answers by e-mail.',
  kept: 'You are offline: the message is kept, and leaves when the network is back.',
  news: 'News',
  noNews: 'No news so far.',
  unread: 'Unread',
  newsCount: (n) => (n === 1 ? '1 unread piece of news' : `${n} unread pieces of news`),
  articles: 'Frequent questions',
  stillStuck: 'Not found?',
  faq: [
    {
      question: 'I do not see an agency’s documents. Why?',
      answer:
        'Nothing of an agency is visible before its relation is confirmed: open Relations, in the menu at the left. You also need the right: S for contracts, F for invoices. Your company’s administrator or the agency gives it.',
    },
    {
      question: 'Can I work without a network?',
      answer:
        'Reading, yes: all that is synchronised can be listed, searched and opened offline. Signing, validating and changing rights need the server.',
    },
    {
      question: 'By when must I sign a contract?',
      answer:
        'Two working days after the mission’s start at the latest (article L1251-42 of the French labour code). The chip in the Deadline column counts for you, public holidays included.',
    },
    {
      question: 'I have forgotten my password.',
      answer:
        'On the sign-in screen, choose “Forgotten password”. The link you receive opens in the app. The documents of this computer, encrypted under the old password, are then downloaded again.',
    },
    {
      question: 'I changed my password on another computer.',
      answer:
        'Here, the old one still opens your documents offline. At the next sign-in, type the new one: from then on it alone opens them.',
    },
    {
      question: 'Somebody who was removed has come back. Is that right?',
      answer:
        'Yes: the agency’s software names one person a right with each delivery. As long as the agency does not change it, the next delivery brings them back. Tell your agency.',
    },
    {
      question: 'How can a colleague sign while I am away?',
      answer:
        'By a mandate: open the menu of your name, then Mandates. Choose the colleague, the agency and the days. You can revoke it at any time.',
    },
    {
      question: 'Are my documents safe on this computer?',
      answer:
        'They are encrypted on the disk; your password opens them, or the system’s keyring if you chose so. In My account, the app can lock itself, and a code of your telephone can be added to the password.',
    },
  ],
};
