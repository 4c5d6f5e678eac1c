//! The letters in French.

use coffreo_api::account::Language;
use coffreo_api::answers::AnswerStatus;

use super::letter::{Letter, Place};
use super::page::{Links, Part, Written, day, moment};
use super::reasons::in_words;

pub(super) fn write(letter: &Letter, links: &Links<'_>) -> Written {
    match letter {
        Letter::Invitation { name, assigned, token, expires_at } => written(
            "Complétez votre inscription à Coffreo",
            Some(name),
            vec![
                text("Un espace vous attend sur Coffreo, où vos agences d’emploi déposent contrats et factures."),
                Part::Lines(assigned.iter().map(place).collect()),
                text("Il ne reste qu’à choisir un mot de passe."),
                Part::Button("Compléter mon inscription", links.join(token)),
                Part::Small(format!("Ce lien ne sert qu’une fois, jusqu’au {}.", moment(*expires_at).0)),
                Part::Small("Vous n’attendiez pas ce message ? Ne suivez pas le lien : rien ne se passera.".into()),
            ],
        ),
        Letter::Assigned { name, assigned } => written(
            "Une nouvelle relation à confirmer",
            Some(name),
            vec![
                text("Vous avez été assigné(e) à :"),
                Part::Lines(assigned.iter().map(place).collect()),
                text("Les documents seront visibles dès que vous aurez confirmé la relation."),
                Part::Button("Je me connecte !", links.open()),
            ],
        ),
        Letter::Reset { name, token, expires_at } => written(
            "Choisissez un nouveau mot de passe",
            Some(name),
            vec![
                text("Quelqu’un, vous sans doute, a demandé un nouveau mot de passe pour votre compte."),
                Part::Button("Choisir un mot de passe", links.reset(token)),
                Part::Small(format!("Ce lien ne sert qu’une fois, jusqu’au {}.", at(*expires_at))),
                Part::Small("Ce n’était pas vous ? Votre mot de passe reste le même, vous n’avez rien à faire.".into()),
            ],
        ),
        Letter::PasswordChanged { name, at: when } => security(
            "Votre mot de passe a changé",
            name,
            format!(
                "Le mot de passe de votre compte a été changé le {}. Les autres sessions ont été fermées.",
                at(*when)
            ),
            links,
        ),
        Letter::AddressChange { name, new_email, to_new, token, expires_at } => written(
            "Confirmez votre nouvelle adresse e-mail",
            Some(name),
            vec![
                text(format!("Votre compte doit passer à l’adresse {new_email}.")),
                text(match to_new {
                    true => "Confirmez que cette adresse est la vôtre. L’ancienne doit confirmer aussi.",
                    false => "Confirmez que vous l’avez demandé. La nouvelle adresse doit confirmer aussi.",
                }),
                Part::Button("Confirmer", links.address(token)),
                Part::Small(format!("Ce lien ne sert qu’une fois, jusqu’au {}.", at(*expires_at))),
                Part::Small("Vous n’avez rien demandé ? Ne confirmez pas, et changez votre mot de passe.".into()),
            ],
        ),
        Letter::AddressInUse => written(
            "Cette adresse a déjà un compte Coffreo",
            None,
            vec![
                text(
                    "Quelqu’un a voulu donner cette adresse à un autre compte Coffreo. Elle a déjà le sien, qui reste inchangé.",
                ),
                text("Si c’était vous, connectez-vous avec cette adresse, ou choisissez-en une autre."),
                Part::Small("Ce n’était pas vous ? Vous n’avez rien à faire.".into()),
            ],
        ),
        Letter::AddressChanged { name, new_email, at: when } => security(
            "Votre adresse e-mail a changé",
            name,
            format!("Depuis le {}, l’adresse de votre compte est {new_email}.", at(*when)),
            links,
        ),
        Letter::NewDevice { name, device, address, at: when } => security(
            "Connexion depuis un nouvel appareil",
            name,
            format!("Votre compte a été ouvert le {} sur « {device} », depuis l’adresse réseau {address}.", at(*when)),
            links,
        ),
        Letter::SecondFactor { name, on, at: when } => security(
            if *on { "Second facteur activé" } else { "Second facteur désactivé" },
            name,
            match on {
                true => format!("Depuis le {}, la connexion à votre compte demande aussi un code.", at(*when)),
                false => format!("Depuis le {}, la connexion à votre compte ne demande plus de code.", at(*when)),
            },
            links,
        ),
        Letter::NewDocuments { name, lines, unsubscribe } => written(
            "De nouveaux documents vous attendent",
            Some(name),
            vec![
                text("Vous avez reçu :"),
                Part::Lines(
                    lines
                        .iter()
                        .map(|line| {
                            let what = match (line.contracts, line.count) {
                                (true, 1) => "1 contrat à signer".to_owned(),
                                (true, count) => format!("{count} contrats à signer"),
                                (false, 1) => "1 facture à valider".to_owned(),
                                (false, count) => format!("{count} factures à valider"),
                            };
                            format!("{what} — {}", place(&line.place))
                        })
                        .collect(),
                ),
                Part::Button("Je me connecte !", links.open()),
                Part::SmallLink("Ne plus recevoir ces messages", links.unsubscribe(unsubscribe)),
            ],
        ),
        Letter::Reminder { name, contracts, more, unsubscribe } => {
            let mut lines: Vec<String> = contracts
                .iter()
                .map(|one| format!("{} — {} — avant la fin du {}", one.number, place(&one.place), day(&one.day)))
                .collect();
            match more {
                0 => {}
                1 => lines.push("et un autre".into()),
                more => lines.push(format!("et {more} autres")),
            }
            written(
                match contracts.len() + more {
                    1 => "Un contrat à signer : le délai légal approche".to_owned(),
                    count => format!("{count} contrats à signer : le délai légal approche"),
                },
                Some(name),
                vec![
                    text(
                        "Un contrat de mise à disposition se signe au plus tard deux jours ouvrables après le début de la mission. Il reste à signer :",
                    ),
                    Part::Lines(lines),
                    Part::Button("Je me connecte !", links.open()),
                    Part::SmallLink("Ne plus recevoir ces rappels", links.unsubscribe(unsubscribe)),
                ],
            )
        }
        Letter::RightsChanged { name, by, place: at, rights } => written(
            "Vos droits ont changé",
            Some(name),
            vec![
                text(match rights.is_empty() {
                    true => format!("{by} a retiré vos droits pour {}.", place(at)),
                    false => format!("{by} a modifié vos droits pour {}. Vous pouvez maintenant :", place(at)),
                }),
                Part::Lines(rights.chars().filter_map(right).map(str::to_owned).collect()),
                Part::Button("Je me connecte !", links.open()),
            ],
        ),
        Letter::Mandate { name, given, from, to, place: at, from_day, until_day } => {
            let (days, at) = (format!("Du {} au {}", day(from_day), day(until_day)), place(at));
            let (subject, what) = match given {
                true => (
                    format!("Vous avez donné mandat à {to}"),
                    format!("{days}, {to} peut signer les contrats de {at} par mandat de votre part."),
                ),
                false => (
                    format!("{from} vous donne mandat pour signer"),
                    format!("{days}, vous pouvez signer les contrats de {at} par mandat de {from}."),
                ),
            };
            written(subject, Some(name), vec![text(what), Part::Button("Je me connecte !", links.open())])
        }
        Letter::MandateRevoked { name, given, from, to, place: at } => {
            let (subject, what) = match given {
                true => (
                    format!("Votre mandat à {to} a pris fin"),
                    format!("{to} ne signe plus les contrats de {} par mandat de votre part.", place(at)),
                ),
                false => (
                    format!("Le mandat de {from} a pris fin"),
                    format!("Vous ne signez plus les contrats de {} par mandat de {from}.", place(at)),
                ),
            };
            written(subject, Some(name), vec![text(what)])
        }
        Letter::Declined { place: at, person, reason } => written(
            format!("{person} a décliné la relation avec {}", at.company),
            None,
            vec![
                text(format!("{person} a décliné la relation : {}. La raison donnée :", place(at))),
                Part::Quote(reason.clone()),
            ],
        ),
        Letter::Dispute { place: at, numbers, answer, reasons, comment, by } => {
            let what = match answer {
                AnswerStatus::Validated => "validées",
                AnswerStatus::Disputed => "en litige",
                AnswerStatus::Suspended => "suspendues",
                AnswerStatus::Refused => "refusées",
            };
            let subject = match numbers.as_slice() {
                [number] => format!("Facture {number} : {} — {}", singular(what), at.company),
                numbers => format!("{} factures {what} — {}", numbers.len(), at.company),
            };
            let parts = [
                Some(text(format!("{by}, pour {}, à l’agence {}. Factures {what} :", at.company, at.agency))),
                Some(Part::Lines(numbers.clone())),
                (!reasons.is_empty()).then(|| text("Motifs (XP Z12-012) :")),
                Some(Part::Lines(reasons.iter().map(|code| in_words(code, Language::Fr)).collect())),
                comment.clone().map(Part::Quote),
            ];
            written(subject, None, parts.into_iter().flatten().collect())
        }
        Letter::SupportReceived { name, reference, message } => written(
            format!("Nous avons bien reçu votre message ({reference})"),
            name.as_deref(),
            vec![text("Notre équipe vous répondra dès que possible. Votre message :"), Part::Quote(message.clone())],
        ),
        Letter::SupportToTeam { reference, name, email, message, version, system, log } => written(
            format!("Demande d’aide {reference}"),
            None,
            [
                Some(text(format!(
                    "De {} ({})",
                    name.as_deref().unwrap_or("quelqu’un qui n’est pas connecté"),
                    email.as_deref().unwrap_or("sans adresse")
                ))),
                Some(Part::Quote(message.clone())),
                Some(text(format!("Version {version}, {system}"))),
                log.clone().map(Part::Quote),
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
    }
}

fn written(subject: impl Into<String>, name: Option<&str>, parts: Vec<Part>) -> Written {
    let greeting = name.map_or_else(|| "Bonjour,".to_owned(), |name| format!("Bonjour {name},"));
    let parts = std::iter::once(Part::Text(greeting)).chain(parts).collect();
    Written { subject: spaced(&subject.into()), parts: typeset(parts) }
}

/// *suspendues* → *suspendue*; *en litige* stays.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn security(subject: &str, name: &str, what: String, links: &Links<'_>) -> Written {
    written(
        subject,
        Some(name),
        vec![
            Part::Text(what),
            Part::Small("C’était vous ? Vous n’avez rien à faire.".into()),
            Part::Small(
                "Ce n’était pas vous ? Demandez aussitôt un nouveau mot de passe (Mot de passe oublié).".into(),
            ),
            Part::SmallLink("Ouvrir Coffreo", links.open()),
        ],
    )
}

fn text(text: impl Into<String>) -> Part {
    Part::Text(text.into())
}

fn place(place: &Place) -> String {
    format!("{} par l’agence {}", place.company, place.agency)
}

fn at(at: i64) -> String {
    let (day, time) = moment(at);
    format!("{day} à {}", time.replace(':', " h "))
}

fn right(letter: char) -> Option<&'static str> {
    match letter {
        'A' => Some("administrer les droits"),
        'S' => Some("voir et signer les contrats"),
        'F' => Some("voir et valider les factures"),
        'R' => Some("voir et valider les relevés d’heures"),
        _ => None,
    }
}

fn typeset(parts: Vec<Part>) -> Vec<Part> {
    let set = |part| match part {
        Part::Text(text) => Part::Text(spaced(&text)),
        Part::Small(text) => Part::Small(spaced(&text)),
        Part::Lines(lines) => Part::Lines(lines.iter().map(|line| spaced(line)).collect()),
        other => other,
    };
    parts.into_iter().map(set).collect()
}

/// No line may end before `:`, `?`, `!` and `;`, nor within « » (narrow no-break space, Imprimerie nationale).
fn spaced(text: &str) -> String {
    let mut out = text.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»");
    for mark in ['?', '!', ';', ':'] {
        out = out.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    }
    out
}
