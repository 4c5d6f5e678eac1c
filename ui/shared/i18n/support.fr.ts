// The French texts of the support, the news and the help.

export const support = {
  title: 'Contacter le support',
  team: 'Une équipe à votre écoute',
  teamText: 'Vous avez une question\u202f? Notre support est disponible pour répondre à vos questions.',
  lead: 'Décrivez ce que vous vouliez faire et ce qui s’est passé.',
  server: 'Adresse du serveur',
  email: 'Adresse e-mail pour la réponse',
  message: 'Votre message',
  messageMissing: 'Écrivez votre message.',
  withContext: 'Joindre le contexte ci-dessous',
  withContextHint: 'Exactement ce texte est envoyé. Aucun nom, aucune adresse, aucun document.',
  context: 'Contexte envoyé avec le message',
  version: 'Version',
  system: 'Système',
  log: 'Extrait du journal technique',
  noLog: 'Le journal est vide.',
  submit: 'Envoyer',
  sent: 'Message envoyé. Le support répond par e-mail.',
  kept: 'Vous êtes hors ligne\u202f: le message est gardé et partira au retour du réseau.',
  news: 'Nouveautés',
  noNews: 'Aucune nouveauté pour l’instant.',
  unread: 'Non lu',
  newsCount: (n: number) => (n < 2 ? `${n} nouveauté non lue` : `${n} nouveautés non lues`),
  articles: 'Questions fréquentes',
  stillStuck: 'Vous n’avez pas trouvé\u202f?',
  faq: [
    {
      question: 'Je ne vois pas les documents d’une agence. Pourquoi\u202f?',
      answer:
        'Rien d’une agence n’est visible avant que la relation soit confirmée\u202f: ouvrez Relations, dans le menu de gauche. Il faut aussi le bon droit\u202f: S pour les contrats, F pour les factures. L’administrateur de votre entreprise ou l’agence les donne.',
    },
    {
      question: 'Puis-je travailler sans réseau\u202f?',
      answer:
        'Oui pour lire\u202f: tout ce qui est synchronisé se liste, se recherche et s’ouvre hors ligne. Signer, valider et changer des droits demandent le serveur.',
    },
    {
      question: 'Jusqu’à quand dois-je signer un contrat\u202f?',
      answer:
        'Au plus tard deux jours ouvrables après le début de la mission (article L1251-42 du code du travail). La pastille de la colonne Échéance compte pour vous, jours fériés compris.',
    },
    {
      question: 'J’ai oublié mon mot de passe.',
      answer:
        'Sur l’écran de connexion, choisissez «\u202fMot de passe oublié\u202f». Le lien reçu s’ouvre dans l’application. Les documents de cet ordinateur, chiffrés avec l’ancien mot de passe, sont alors téléchargés à nouveau.',
    },
    {
      question: 'J’ai changé mon mot de passe sur un autre ordinateur.',
      answer:
        'Ici, l’ancien ouvre encore vos documents hors ligne. À la prochaine connexion, saisissez le nouveau\u202f: lui seul ouvrira ensuite.',
    },
    {
      question: 'Un utilisateur supprimé est revenu. Est-ce normal\u202f?',
      answer:
        'Oui\u202f: le logiciel de l’agence désigne une personne par droit, à chaque envoi. Tant que l’agence ne la change pas chez elle, le prochain envoi la recrée. Prévenez votre agence.',
    },
    {
      question: 'Comment un collègue peut-il signer pendant mon absence\u202f?',
      answer:
        'Par un mandat\u202f: ouvrez le menu de votre nom, puis Mandats. Choisissez le collègue, l’agence et les jours. Vous pouvez le retirer à tout moment.',
    },
    {
      question: 'Mes documents sont-ils en sécurité sur cet ordinateur\u202f?',
      answer:
        'Ils sont chiffrés sur le disque\u202f; votre mot de passe, ou le trousseau du système si vous l’avez choisi, les ouvre. Dans Mon compte, l’application peut se verrouiller seule, et un code de votre téléphone peut s’ajouter au mot de passe.',
    },
  ],
};
