//! What names, jobs and sites are drawn from. Any likeness to living people is chance.

/// Given names with their title.
pub const FIRST_NAMES: &[(&str, &str)] = &[
    ("Mme", "Anaïs"),
    ("M", "Ian"),
    ("Mme", "Naomi"),
    ("M", "Loïc"),
    ("Mme", "Chloé"),
    ("M", "François"),
    ("Mme", "Maëlys"),
    ("M", "Jérôme"),
    ("Mme", "Inès"),
    ("M", "Mickaël"),
    ("Mme", "Fatou"),
    ("M", "Karim"),
    ("Mme", "Océane"),
    ("M", "Théo"),
    ("Mme", "Hélène"),
    ("M", "Gaël"),
    ("Mme", "Zoé"),
    ("M", "André"),
    ("Mme", "Aïcha"),
    ("M", "Benoît"),
    ("Mme", "Cécile"),
    ("M", "Stéphane"),
    ("Mme", "Noémie"),
    ("M", "Yanis"),
];

/// Family names.
pub const LAST_NAMES: &[&str] = &[
    "ROUSSEAU",
    "HOARAU",
    "DUPONT",
    "LEFÈVRE",
    "GARÇON",
    "BENHADDOU",
    "MARÉCHAL",
    "PRÉVOST",
    "N’GUESSAN",
    "LE GOFF",
    "DA SILVA",
    "CARPENTIER",
    "BÉRENGER",
    "KOWALSKI",
    "FAURE",
    "GUÉRIN",
    "THIÉBAUT",
    "SAINT-ANDRÉ",
    "MOULIN",
    "PÉLISSIER",
    "TRAORÉ",
    "VASSEUR",
    "HUBERT",
    "NOËL",
    "CHÂTELAIN",
    "BOUCHERON",
    "DIALLO",
    "LAGRANGE",
];

/// The client's divisions.
pub const DEPARTMENTS: &[&str] = &[
    "Département technique",
    "Gestion de stock",
    "Atelier de montage",
    "Expédition",
    "Qualité",
    "Accueil",
    "Maintenance",
];

/// A job: what it is, what one does, whether it is on the list of L4154-2, the equipment, pay in cents an hour.
pub struct Job {
    /// Qualification.
    pub name: &'static str,
    /// What is done.
    pub tasks: &'static str,
    /// On the list of L4154-2.
    pub at_risk: bool,
    /// Equipment and who supplies it.
    pub equipment: &'static [(&'static str, &'static str)],
    /// Cents an hour, before the worker's own rise.
    pub pay: i64,
    /// *Cadre*.
    pub executive: bool,
}

const AGENCY: &str = "Agence d’emploi";
const CLIENT: &str = "Entreprise utilisatrice";

/// Jobs.
pub const JOBS: &[Job] = &[
    Job {
        name: "Préparateur de commandes",
        tasks: "Prélèvement des articles au terminal vocal, filmage des palettes, contrôle des quantités avant chargement.",
        at_risk: false,
        equipment: &[("Chaussures de sécurité S3", AGENCY), ("Gilet haute visibilité", CLIENT)],
        pay: 1252,
        executive: false,
    },
    Job {
        name: "Cariste CACES 1-3-5",
        tasks: "Chargement et déchargement de remorques, mise en rayonnage à 9 mètres, tenue à jour des emplacements.",
        at_risk: true,
        equipment: &[
            ("Chaussures de sécurité S3", AGENCY),
            ("Casque de protection", CLIENT),
            ("Gilet haute visibilité", CLIENT),
        ],
        pay: 1318,
        executive: false,
    },
    Job {
        name: "Soudeur TIG-MIG",
        tasks: "Soudage de châssis en acier inoxydable sur plan, meulage et contrôle visuel des cordons.",
        at_risk: true,
        equipment: &[
            ("Masque à cassette filtrante", CLIENT),
            ("Gants de soudeur", CLIENT),
            ("Vêtements ignifugés", CLIENT),
            ("Chaussures de sécurité S3", AGENCY),
        ],
        pay: 1540,
        executive: false,
    },
    Job {
        name: "Technicien de maintenance",
        tasks: "Dépannage électromécanique des lignes d’emballage, entretien préventif, rédaction des comptes rendus.",
        at_risk: true,
        equipment: &[("Gants isolants classe 0", CLIENT), ("Chaussures de sécurité S3", AGENCY)],
        pay: 1685,
        executive: false,
    },
    Job {
        name: "Assistante administrative",
        tasks: "Accueil téléphonique, saisie des bons de livraison, classement et relances clients.",
        at_risk: false,
        equipment: &[],
        pay: 1290,
        executive: false,
    },
    Job {
        name: "Comptable fournisseurs",
        tasks: "Rapprochement des factures, lettrage des comptes, préparation des échéances de règlement.",
        at_risk: false,
        equipment: &[],
        pay: 1610,
        executive: false,
    },
    Job {
        name: "Opérateur de conditionnement",
        tasks: "Approvisionnement de la ligne, contrôle du poids et de l’étiquetage, nettoyage de fin de poste.",
        at_risk: false,
        equipment: &[("Charlotte et blouse", CLIENT), ("Bouchons d’oreilles", CLIENT)],
        pay: 1215,
        executive: false,
    },
    Job {
        name: "Responsable logistique",
        tasks: "Planification des tournées, encadrement de douze personnes, suivi des litiges de transport.",
        at_risk: false,
        equipment: &[("Gilet haute visibilité", CLIENT)],
        pay: 2680,
        executive: true,
    },
    Job {
        name: "Peintre en carrosserie",
        tasks: "Ponçage, masquage et application d’apprêts et de laques en cabine ventilée.",
        at_risk: true,
        equipment: &[("Masque à cartouche A2P3", CLIENT), ("Combinaison jetable", CLIENT), ("Gants nitrile", CLIENT)],
        pay: 1475,
        executive: false,
    },
    Job {
        name: "Agent d’entretien",
        tasks: "Nettoyage des bureaux et des vestiaires, réassort des consommables, tri des déchets.",
        at_risk: false,
        equipment: &[("Gants de ménage", AGENCY)],
        pay: 1202,
        executive: false,
    },
];

/// The guide's own jobs.
pub const GUIDE_JOBS: &[Job] = &[
    Job {
        name: "Éducateur de la Protection Judiciaire de la Jeunesse",
        tasks: "Accompagnement de jeunes suivis en milieu ouvert, entretiens, écrits professionnels destinés au magistrat.",
        at_risk: false,
        equipment: &[],
        pay: 1500,
        executive: false,
    },
    Job {
        name: "Horloger",
        tasks: "Démontage, nettoyage, réglage et remontage de mouvements mécaniques ; contrôle d’étanchéité.",
        at_risk: false,
        equipment: &[("Blouse antistatique", CLIENT), ("Loupe binoculaire", CLIENT)],
        pay: 1700,
        executive: false,
    },
    Job {
        name: "Écrivain public",
        tasks: "Rédaction de courriers et de dossiers pour le public, relecture et mise en forme.",
        at_risk: false,
        equipment: &[],
        pay: 1700,
        executive: false,
    },
    Job {
        name: "Fromager-crémier",
        tasks: "Découpe et présentation des fromages, tenue de la vitrine réfrigérée, conseil et vente.",
        at_risk: false,
        equipment: &[("Gants anti-coupure", CLIENT), ("Tablier et charlotte", CLIENT)],
        pay: 1400,
        executive: false,
    },
];

/// Reasons for an increase of activity.
pub const INCREASES: &[&str] = &[
    "Accroissement temporaire d’activité ou tâche occasionnelle : inventaire annuel du magasin central",
    "Commande exceptionnelle de la société Ateliers du Blavet à livrer avant la fin du mois",
    "Commande exceptionnelle pour l’exportation",
    "Travaux urgents pour la sécurité",
    "Renfort lié à la mise en service d’une seconde ligne d’emballage",
    "Reprise de stock à la suite du déménagement de l’entrepôt nord",
];

/// Reasons for an absence.
pub const ABSENCES: &[&str] = &[
    "Remplacement d’un salarié absent (arrêt de maladie)",
    "Remplacement d’un salarié en congés payés",
    "Remplacement d’un salarié absent",
];

/// Seasonal work.
pub const SEASONS: &[&str] = &[
    "Travaux saisonniers : campagne des coffrets de fin d’année",
    "Travaux saisonniers : récolte et conditionnement des pommes",
];

/// Other sites of the company, for the endless stream.
pub const SITES: &[(&str, &str, &str)] = &[
    ("140 route du Goulet", "56580", "CREDIN"),
    ("2 zone artisanale du Moulin Neuf", "58800", "CORBIGNY"),
    ("15 rue des Forges", "57300", "HAGONDANGE"),
    ("64 avenue de la Gare", "02100", "SAINT-QUENTIN"),
];

/// Working hours.
pub const HOURS: &[&str] = &[
    "35 h par semaine, du lundi au vendredi, 8 h 00 – 12 h 00 et 13 h 30 – 16 h 30",
    "35 h par semaine en équipes alternées 5 h 00 – 12 h 00 / 12 h 00 – 19 h 00",
    "39 h par semaine, du lundi au vendredi, 7 h 30 – 12 h 00 et 13 h 00 – 16 h 18",
    "35 h par semaine de nuit, 21 h 00 – 4 h 00, pause de 30 minutes comprise",
];

const STARTS: &[&str] = &["Ker", "Lan", "Tre", "Plou", "Gwen", "Mor", "Bel", "Val", "Roc", "Gar", "Pen", "Bour"];
const MIDDLES: &[&str] = &["vil", "mor", "gas", "lan", "ber", "dou", "quer", "nev", "zel", "tan", "fou", "riec"];
const ENDS: &[&str] = &["zic", "nec", "lec", "mont", "guen", "val", "dec", "moux", "ric", "fosse", "nou", "ville"];

/// A place name that stands nowhere else: one of 1728 by number, then with a number behind.
pub fn coined_name(n: u64) -> String {
    let part = |list: &[&'static str], i: u64| list[(i % list.len() as u64) as usize];
    // 611 has no common factor with 1728, so neighbours look unlike each other.
    let mixed = n.wrapping_mul(611);
    let name = format!("{}{}{}", part(STARTS, mixed), part(MIDDLES, mixed / 12), part(ENDS, mixed / 144));
    if n < 1728 { name } else { format!("{name}{}", n / 1728) }
}
