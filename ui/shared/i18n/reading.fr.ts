// What is read beside a document's pages: tools, points of attention, the structured half of an invoice.

import { day, money } from '../format';

/** What belongs to a point of attention, as the desk tells it. */
export interface PointDetails {
  day: string | null;
  count: number | null;
  document: string | null;
}

const euros = (cents: number): string => money(cents, 'fr');
const on = (details: PointDetails): string => (details.day ? day(details.day) : '—');

export const reading = {
  showThumbnails: 'Afficher les vignettes',
  hideThumbnails: 'Masquer les vignettes',
  thumbnails: 'Vignettes des pages',
  goTo: 'Aller à la page',
  of: (total: number) => `/ ${total}`,
  rotate: 'Pivoter à droite',
  find: 'Rechercher dans le document',
  findNone: 'Aucun résultat',
  findAt: (at: number, total: number, more: boolean) => `${at} / ${total}${more ? '+' : ''}`,
  findNext: 'Résultat suivant',
  findPrevious: 'Résultat précédent',
  findClose: 'Fermer la recherche',
  elsewhere: 'Ouvrir dans un autre programme',
  elsewhereDone: 'Une copie s’ouvre dans votre lecteur PDF. Elle sera effacée à la fermeture de Coffreo.',
  print: 'Imprimer',
  printer: 'Imprimante',
  copies: 'Copies',
  pages: 'Pages',
  allPages: 'Toutes',
  somePages: 'De la page',
  until: 'à la page',
  bothSides: 'Recto verso',
  printNow: 'Imprimer',
  printed: (printer: string) => `Envoyé à l’imprimante ${printer}`,
  noPrinter: 'Aucune imprimante n’est connue ici',
  noPrinterText: 'Ouvrez le document dans votre lecteur PDF, puis imprimez-le de là.',
  before: (value: string) => `Avant\u202f: ${value}`,
  nothing: '—',
  comparedAmended: (number: string) => `Modifié par rapport à la version ${number}`,
  comparedPrevious: (number: string) => `Comparé au contrat précédent du salarié, ${number}`,
  changed: (n: number) => (n < 2 ? `${n} changement` : `${n} changements`),
  unchanged: 'Aucun changement',
  attention: 'Points d’attention',
  errors: (n: number) => (n < 2 ? `${n} anomalie` : `${n} anomalies`),
  warnings: (n: number) => (n < 2 ? `${n} à vérifier` : `${n} à vérifier`),
  error: 'Anomalie',
  warning: 'À vérifier',
  article: (article: string) => `Code du travail, ${article}`,
  unknownPoint: 'Un point d’attention que cette version ne connaît pas',
  neverBlocks: 'D’après les informations transmises par l’agence. Vous restez libre de signer.',
  structured: 'Facture électronique',
  lines: 'Lignes',
  quantity: (quantity: string, hours: boolean, price: string) => `${quantity}${hours ? ' h' : ''} × ${price}`,
  vatLine: (rate: string, base: string) => `T.V.A. ${rate} sur ${base}`,
  rate: (rate: string) => `${rate}\u202f%`,
  order: 'Commande',
  points: {
    late: (p: PointDetails) => `La date limite de signature était le ${on(p)}. Le risque est une amende.`,
    signed_late: (p: PointDetails) => `Signé après la date limite du ${on(p)}.`,
    replaced_name_missing: () => 'Remplacement\u202f: le nom de la personne remplacée manque.',
    replaced_qualification_missing: () => 'Remplacement\u202f: la qualification de la personne remplacée manque.',
    qualification_missing: () => 'La qualification manque.',
    characteristics_missing: () => 'Les caractéristiques du poste manquent.',
    place_missing: () => 'Le lieu de travail manque.',
    hours_missing: () => 'Les horaires de travail manquent.',
    equipment_missing: () => 'Poste à risque\u202f: les équipements de protection ne sont pas indiqués.',
    pay_missing: () => 'La rémunération manque.',
    guarantor_missing: () => 'Le garant financier manque.',
    ends_before_start: () => 'La mission se termine avant de commencer.',
    open_term_not_allowed: () => 'Sans date de fin\u202f: ce motif ne le permet pas.',
    too_long: (p: PointDetails) => `La mission dépasse ${p.count ?? 0} mois, renouvellements compris.`,
    too_many_renewals: (p: PointDetails) => `${p.count ?? 0} renouvellements\u202f: la loi en permet deux.`,
    renewed_after_term: (p: PointDetails) => `Renouvellement reçu après le terme du ${on(p)}.`,
    waiting_period: (p: PointDetails) =>
      `Délai de carence après le contrat ${p.document ?? '—'} sur le même poste\u202f: premier jour possible le ${on(p)}, pour un site ouvert du lundi au vendredi.`,
    window_too_wide: (p: PointDetails) => `La souplesse dépasse ${p.count ?? 0} jours travaillés.`,
    justification_short: () => 'La justification est trop courte pour être précise.',
    structured_unreadable: () => 'La facture électronique jointe au PDF ne peut pas être lue.',
    number_differs: () => 'Le numéro de la facture électronique n’est pas celui annoncé.',
    issued_on_differs: () => 'La date de la facture électronique n’est pas celle annoncée.',
    due_on_differs: () => 'L’échéance de la facture électronique n’est pas celle annoncée.',
    net_differs: () => 'Le total H.T. de la facture électronique n’est pas celui annoncé.',
    vat_differs: () => 'La T.V.A. de la facture électronique n’est pas celle annoncée.',
    gross_differs: () => 'Le total T.T.C. de la facture électronique n’est pas celui annoncé.',
    currency_differs: () => 'La facture électronique n’est pas en euros.',
    line_does_not_add_up: (p: PointDetails) =>
      `Ligne ${p.document ?? '—'}\u202f: quantité × prix ne donne pas le montant.`,
    rate_above_contract: (p: PointDetails) =>
      `Ligne ${p.document ?? '—'}\u202f: le taux horaire dépasse celui du contrat, ${euros(p.count ?? 0)}, sans majoration connue.`,
    lines_do_not_add_up: () => 'Les lignes ne donnent pas le total.',
    totals_do_not_add_up: () => 'Les totaux ne s’additionnent pas.',
    vat_does_not_add_up: () => 'La T.V.A. par taux ne donne pas le total, ou n’est pas celle du taux.',
  },
};
