//! The general conditions that fill the last sheet: small print, two columns.

use super::flow::{BOTTOM, Flow, MARGIN, MEASURE};
use crate::page::typeface::Face;
use crate::page::{BLACK, Style, WIDTH};

const GAP: f32 = 18.0;
const AFTER_TITLE: f32 = 0.6;
const AFTER_ARTICLE: f32 = 4.2;

/// Prints them on sheets of their own.
pub fn print(flow: &mut Flow<'_>, articles: &[(&str, &str)]) {
    flow.turn();
    let family = flow.agency.look.family;
    let title = Style { face: Face::Bold(family), size: 11.0, ink: BLACK };
    let small = Style { face: Face::Regular(family), size: 7.3, ink: BLACK };
    let strong = Style { face: Face::Bold(family), ..small };
    let y = flow.y + 8.0;
    flow.page().text_centre(WIDTH / 2.0, y, title, "CONDITIONS GÉNÉRALES");
    let top = flow.y + 20.0;
    let width = (MEASURE - GAP) / 2.0;
    let height: f32 = articles.iter().map(|(_, text)| article_height(small, text, width)).sum();
    // Both columns end at the same height when two are enough.
    let bottom = BOTTOM.min(top + height / 2.0 + 2.0 * small.leading());
    let (mut x, mut y) = (MARGIN, top);
    for (i, (name, text)) in articles.iter().enumerate() {
        let lines = small.wrap(text, width);
        // A title never stands alone at a column's foot.
        if y + 3.0 * small.leading() > bottom {
            (x, y) = next_column(flow, x, top);
        }
        flow.page().text(x, y + 6.8, strong, format!("Article {} – {name}", i + 1));
        y += small.leading() + AFTER_TITLE;
        let last = lines.len() - 1;
        for (n, line) in lines.into_iter().enumerate() {
            if y + small.leading() > bottom {
                (x, y) = next_column(flow, x, top);
            }
            if n == last {
                flow.page().text(x, y + 6.8, small, line);
            } else {
                flow.page().justified(x, y + 6.8, width, small, line);
            }
            y += small.leading();
        }
        y += AFTER_ARTICLE;
    }
    flow.y = BOTTOM;
}

fn article_height(style: Style, text: &str, width: f32) -> f32 {
    (style.wrap(text, width).len() + 1) as f32 * style.leading() + AFTER_TITLE + AFTER_ARTICLE
}

fn next_column(flow: &mut Flow<'_>, x: f32, top: f32) -> (f32, f32) {
    if x > MARGIN {
        flow.turn();
        return (MARGIN, flow.y);
    }
    (MARGIN + (MEASURE + GAP) / 2.0, top)
}

/// Of a *contrat de mise à disposition*.
pub const CONTRACT: &[(&str, &str)] = &[
    (
        "Objet",
        "Le présent contrat règle la mise à disposition d’un salarié intérimaire par l’entreprise de travail temporaire, ci-après « l’agence », auprès de l’entreprise utilisatrice, ci-après « le client ». Il est établi pour chaque salarié et pour chaque mission. Les conditions d’achat du client ne s’appliquent pas, même communiquées postérieurement, sauf accord écrit de la direction de l’agence.",
    ),
    (
        "Formation et remise",
        "Le contrat est adressé au client au plus tard dans les deux jours ouvrables qui suivent le début de la mission. Le client s’engage à le retourner signé dans ce délai. La signature peut être recueillie sous forme électronique ; les parties conviennent que le document ainsi signé fait foi entre elles au même titre qu’un écrit sur papier.",
    ),
    (
        "Motif du recours",
        "Le client fournit à l’agence, avant le début de la mission, l’ensemble des éléments qui justifient le recours : nature de l’accroissement d’activité, nom et qualification de la personne remplacée, ou caractère saisonnier de l’emploi. Il répond seul de l’exactitude de ces éléments. Le recours au travail temporaire est interdit pour remplacer un salarié dont le contrat est suspendu à la suite d’un conflit collectif ainsi que pour des travaux figurant sur la liste des travaux particulièrement dangereux, sauf dérogation de l’inspection du travail.",
    ),
    (
        "Durée et terme",
        "Le terme de la mission peut être avancé ou reporté dans les limites de la période de souplesse indiquée au recto. La mission qui comporte un terme imprécis est conclue pour la durée minimale mentionnée. Le renouvellement fait l’objet d’un avenant soumis au salarié avant le terme initialement prévu. À l’issue de la mission, le client respecte le délai de carence applicable au poste de travail concerné.",
    ),
    (
        "Période d’essai",
        "La période d’essai est celle prévue par les textes applicables au travail temporaire selon la durée du contrat. Pendant celle-ci, la mission peut être rompue sans indemnité ; les heures effectuées sont facturées. Toute demande de remplacement est adressée par écrit à l’agence.",
    ),
    (
        "Conditions de travail",
        "Pendant la mission, le client est responsable des conditions d’exécution du travail : durée du travail, travail de nuit, repos hebdomadaire et jours fériés, santé et sécurité, travail des femmes et des jeunes travailleurs. Le salarié a accès, dans les mêmes conditions que les salariés permanents, aux moyens de transport collectifs et aux installations collectives, notamment de restauration.",
    ),
    (
        "Santé et sécurité",
        "Le client assure l’accueil, l’information et la formation à la sécurité du salarié. Pour les postes qui présentent des risques particuliers, il organise la formation renforcée prévue par la réglementation et tient à jour la liste de ces postes. Il prend à sa charge les obligations relatives à la surveillance médicale renforcée. Les équipements de protection individuelle sont fournis par le client, à l’exception de ceux dont la remise par l’agence est mentionnée au recto.",
    ),
    (
        "Accident du travail",
        "Le client informe l’agence de tout accident dans les vingt-quatre heures, par tout moyen permettant d’en conserver la trace, et en précise les circonstances. Il adresse en même temps l’information à l’inspection du travail et au service de prévention compétents. À défaut, les conséquences financières d’une déclaration tardive lui sont imputées.",
    ),
    (
        "Rémunération",
        "La rémunération de référence ne peut être inférieure à celle que percevrait, après période d’essai, un salarié de qualification équivalente occupant le même poste chez le client, primes et accessoires compris. Le client communique ces éléments et toute modification en cours de mission. Les rappels de salaire qui résultent d’une information inexacte sont refacturés avec application du coefficient.",
    ),
    (
        "Relevés d’heures",
        "Les heures sont validées chaque semaine par le client, au plus tard le lundi à midi. La validation vaut reconnaissance de l’exécution de la prestation et accord sur les heures à facturer. En l’absence de validation ou de contestation motivée dans ce délai, les heures transmises par le salarié sont retenues.",
    ),
    (
        "Facturation et règlement",
        "Le prix est calculé sur la base du salaire et des accessoires affectés du coefficient convenu ; il varie de plein droit avec les charges légales et conventionnelles. Les factures sont payables à l’échéance indiquée, sans escompte. Tout retard entraîne des pénalités au taux de trois fois l’intérêt légal ainsi qu’une indemnité forfaitaire de 40 euros pour frais de recouvrement, par facture.",
    ),
    (
        "Absence et remplacement",
        "En cas d’absence du salarié, l’agence propose un remplaçant dans les meilleurs délais, sans que cette obligation puisse excéder une obligation de moyens. Le défaut de remplacement n’ouvre pas droit à une indemnité.",
    ),
    (
        "Responsabilité",
        "Le salarié exécute sa mission sous la direction et le contrôle du client, qui en a la garde au sens du droit de la responsabilité. L’agence ne répond pas des dommages causés ou subis à l’occasion de la mission, ni de la disparition de fonds, de valeurs ou de marchandises confiés au salarié. Le client vérifie les autorisations de conduite avant de confier un véhicule ou un engin.",
    ),
    (
        "Embauche",
        "Le client qui embauche le salarié à l’issue de la mission prend en compte la durée des missions effectuées au cours des trois mois précédents pour le calcul de l’ancienneté et la déduit de la période d’essai éventuelle. Il en informe l’agence sans délai.",
    ),
    (
        "Données personnelles",
        "Les données recueillies servent à l’exécution du contrat et aux obligations légales qui en découlent. Elles sont conservées le temps nécessaire à la preuve, puis effacées. Chaque partie répond de ses propres traitements. Les personnes exercent leurs droits auprès de l’agence à l’adresse figurant en tête.",
    ),
    (
        "Garantie financière",
        "L’agence justifie de la garantie financière qui assure, en cas de défaillance de sa part, le paiement des salaires, indemnités et cotisations. Le client dont la part est mise en jeu se substitue à l’agence pour les sommes restant dues au titre des missions effectuées chez lui.",
    ),
    (
        "Litiges",
        "Les parties recherchent un accord amiable. À défaut, le tribunal de commerce du siège de l’agence est seul compétent, même en cas d’appel en garantie ou de pluralité de défendeurs.",
    ),
];

/// Of an invoice.
pub const INVOICE: &[(&str, &str)] = &[
    (
        "Prix",
        "Les prix s’entendent hors taxes. Ils comprennent le salaire, les indemnités de fin de mission et de congés payés, les charges sociales et la rémunération de l’agence. Ils suivent l’évolution des charges légales et conventionnelles.",
    ),
    (
        "Contestation",
        "Toute contestation est adressée par écrit, motivée et accompagnée des relevés d’heures, dans les huit jours qui suivent la réception. Les sommes non contestées restent exigibles à l’échéance.",
    ),
    (
        "Règlement",
        "Le règlement s’effectue par virement sur le compte indiqué, en rappelant le numéro de la facture. Aucun escompte n’est accordé pour paiement anticipé. Le défaut de paiement d’une échéance rend exigible l’ensemble des sommes dues.",
    ),
    (
        "Retard",
        "Tout retard entraîne, sans mise en demeure, des pénalités égales à trois fois le taux de l’intérêt légal et une indemnité forfaitaire de 40 euros pour frais de recouvrement. Lorsque les frais exposés sont supérieurs, une indemnisation complémentaire peut être demandée sur justification.",
    ),
    (
        "Garantie légale",
        "En cas de défaillance de l’agence, l’entreprise utilisatrice peut être appelée à régler aux salariés et aux organismes sociaux les sommes restant dues pour les missions effectuées chez elle.",
    ),
    (
        "Cession",
        "La créance peut être cédée à un établissement d’affacturage. Le règlement n’est alors libératoire qu’entre les mains de celui-ci, dont les coordonnées figurent sur la facture.",
    ),
];
