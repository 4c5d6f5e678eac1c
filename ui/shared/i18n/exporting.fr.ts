// The French of what is taken out of the app as files.

const grouped = (n: number): string => new Intl.NumberFormat('fr-FR').format(n);
const nth = (n: number, one: string, many: string): string => `${grouped(n)} ${n < 2 ? one : many}`;

export const exporting = {
  menu: 'Exporter',
  xlsx: 'Liste pour Excel (.xlsx)…',
  csv: 'Liste en texte (.csv)…',
  pdf: 'Document en PDF…',
  zip: (n: number) => `${nth(n, 'document', 'documents')} en archive ZIP…`,
  rows: (n: number, exact: boolean) => (exact ? nth(n, 'ligne', 'lignes') : `plus de ${nth(n, 'ligne', 'lignes')}`),
  ofSelection: 'La sélection',
  ofFilter: 'Tout ce qui correspond aux filtres',
  most: (n: number) => `Une archive contient ${grouped(n)} documents au plus\u202f: réduisez le filtre.`,
  busy: 'Export en cours',
  progress: (done: number, total: number) => `${grouped(done)} / ${grouped(total)}`,
  stop: 'Arrêter',
  stopping: 'Arrêt…',
  done: (name: string) => `${name} enregistré`,
  stopped: 'Export arrêté\u202f: aucun fichier n’a été écrit.',
  title: (n: number) => `Exporter ${nth(n, 'document', 'documents')}`,
  note: (summary: string) =>
    `L’archive contient les PDF et un sommaire, ${summary}. Les noms choisis valent aussi pour les téléchargements.`,
  summary: 'Sommaire.xlsx',
  names: { contract: 'Nom des contrats', invoice: 'Nom des factures' },
  tokens: 'Ajouter au nom',
  example: 'Exemple',
  reset: 'Rétablir',
  unknown: (tokens: string[]) =>
    tokens.length === 1
      ? `{${tokens.join()}} n’existe pas. Choisissez parmi les éléments proposés.`
      : `${tokens.map((one) => `{${one}}`).join(', ')} n’existent pas. Choisissez parmi les éléments proposés.`,
  invalid: 'De 1 à 200 caractères.',
  submit: 'Choisir où enregistrer…',
};
