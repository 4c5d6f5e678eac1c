//! The letters in English.

use coffreo_api::account::Language;
use coffreo_api::answers::AnswerStatus;

use super::letter::{Letter, Place};
use super::page::{Links, Part, Written, day, moment};
use super::reasons::in_words;

pub(super) fn write(letter: &Letter, links: &Links<'_>) -> Written {
    match letter {
        Letter::Invitation { name, assigned, token, expires_at } => written(
            "Complete your Coffreo registration",
            Some(name),
            vec![
                text("A space waits for you on Coffreo, where your temp agencies deliver contracts and invoices."),
                Part::Lines(assigned.iter().map(place).collect()),
                text("All that is left is to choose a password."),
                Part::Button("Complete my registration", links.join(token)),
                Part::Small(format!("This link works once, until {}.", moment(*expires_at).0)),
                Part::Small("You did not expect this message? Do not follow the link: nothing will happen.".into()),
            ],
        ),
        Letter::Assigned { name, assigned } => written(
            "A new relation to confirm",
            Some(name),
            vec![
                text("You were assigned to:"),
                Part::Lines(assigned.iter().map(place).collect()),
                text("The documents can be seen once you have confirmed the relation."),
                Part::Button("Sign in", links.open()),
            ],
        ),
        Letter::Reset { name, token, expires_at } => written(
            "Choose a new password",
            Some(name),
            vec![
                text("Somebody, probably you, asked for a new password for your account."),
                Part::Button("Choose a password", links.reset(token)),
                Part::Small(format!("This link works once, until {}.", at(*expires_at))),
                Part::Small("It was not you? Your password stays the same, there is nothing to do.".into()),
            ],
        ),
        Letter::PasswordChanged { name, at: when } => security(
            "Your password was changed",
            name,
            format!("Your account's password was changed on {}. Other sessions were closed.", at(*when)),
            links,
        ),
        Letter::AddressChange { name, new_email, to_new, token, expires_at } => written(
            "Confirm your new e-mail address",
            Some(name),
            vec![
                text(format!("Your account is about to move to {new_email}.")),
                text(match to_new {
                    true => "Confirm that this address is yours. The old one must confirm too.",
                    false => "Confirm that you asked for it. The new address must confirm too.",
                }),
                Part::Button("Confirm", links.address(token)),
                Part::Small(format!("This link works once, until {}.", at(*expires_at))),
                Part::Small("You asked for nothing? Do not confirm, and change your password.".into()),
            ],
        ),
        Letter::AddressInUse => written(
            "This address has a Coffreo account already",
            None,
            vec![
                text(
                    "Somebody wanted to give this address to another Coffreo account. It has its own, which stays as it is.",
                ),
                text("If it was you, sign in with this address, or choose another one."),
                Part::Small("It was not you? There is nothing to do.".into()),
            ],
        ),
        Letter::AddressChanged { name, new_email, at: when } => security(
            "Your e-mail address was changed",
            name,
            format!("Since {}, your account's address is {new_email}.", at(*when)),
            links,
        ),
        Letter::NewDevice { name, device, address, at: when } => security(
            "Sign-in from a new device",
            name,
            format!("Your account was opened on {} on “{device}”, from the network address {address}.", at(*when)),
            links,
        ),
        Letter::SecondFactor { name, on, at: when } => security(
            if *on { "Second factor turned on" } else { "Second factor turned off" },
            name,
            match on {
                true => format!("Since {}, signing in to your account asks for a code too.", at(*when)),
                false => format!("Since {}, signing in to your account no longer asks for a code.", at(*when)),
            },
            links,
        ),
        Letter::NewDocuments { name, lines, unsubscribe } => written(
            "New documents wait for you",
            Some(name),
            vec![
                text("You have received:"),
                Part::Lines(
                    lines
                        .iter()
                        .map(|line| {
                            let what = match (line.contracts, line.count) {
                                (true, 1) => "1 contract to sign".to_owned(),
                                (true, count) => format!("{count} contracts to sign"),
                                (false, 1) => "1 invoice to validate".to_owned(),
                                (false, count) => format!("{count} invoices to validate"),
                            };
                            format!("{what} — {}", place(&line.place))
                        })
                        .collect(),
                ),
                Part::Button("Sign in", links.open()),
                Part::SmallLink("Stop receiving these messages", links.unsubscribe(unsubscribe)),
            ],
        ),
        Letter::Reminder { name, contracts, more, unsubscribe } => {
            let mut lines: Vec<String> = contracts
                .iter()
                .map(|one| format!("{} — {} — before the end of {}", one.number, place(&one.place), day(&one.day)))
                .collect();
            if *more > 0 {
                lines.push(format!("and {more} more"));
            }
            written(
                match contracts.len() + more {
                    1 => "A contract to sign: the legal deadline is near".to_owned(),
                    count => format!("{count} contracts to sign: the legal deadline is near"),
                },
                Some(name),
                vec![
                    text(
                        "A temp contract is to be signed within two working days of the mission's start. Still to sign:",
                    ),
                    Part::Lines(lines),
                    Part::Button("Sign in", links.open()),
                    Part::SmallLink("Stop receiving these reminders", links.unsubscribe(unsubscribe)),
                ],
            )
        }
        Letter::RightsChanged { name, by, place: at, rights } => written(
            "Your rights were changed",
            Some(name),
            vec![
                text(match rights.is_empty() {
                    true => format!("{by} took away your rights for {}.", place(at)),
                    false => format!("{by} changed your rights for {}. You may now:", place(at)),
                }),
                Part::Lines(rights.chars().filter_map(right).map(str::to_owned).collect()),
                Part::Button("Sign in", links.open()),
            ],
        ),
        Letter::Mandate { name, given, from, to, place: at, from_day, until_day } => {
            let (days, at) = (format!("From {} to {}", day(from_day), day(until_day)), place(at));
            let (subject, what) = match given {
                true => (
                    format!("You let {to} sign"),
                    format!("{days}, {to} may sign the contracts of {at} on your behalf."),
                ),
                false => (
                    format!("{from} lets you sign"),
                    format!("{days}, you may sign the contracts of {at} on {from}'s behalf."),
                ),
            };
            written(subject, Some(name), vec![text(what), Part::Button("Sign in", links.open())])
        }
        Letter::MandateRevoked { name, given, from, to, place: at } => {
            let (subject, what) = match given {
                true => (
                    format!("Your mandate to {to} has ended"),
                    format!("{to} no longer signs the contracts of {} on your behalf.", place(at)),
                ),
                false => (
                    format!("{from}'s mandate has ended"),
                    format!("You no longer sign the contracts of {} on {from}'s behalf.", place(at)),
                ),
            };
            written(subject, Some(name), vec![text(what)])
        }
        Letter::Declined { place: at, person, reason } => written(
            format!("{person} declined the relation with {}", at.company),
            None,
            vec![
                text(format!("{person} declined the relation {}. The reason given:", place(at))),
                Part::Quote(reason.clone()),
            ],
        ),
        Letter::Dispute { place: at, numbers, answer, reasons, comment, by } => {
            let what = match answer {
                AnswerStatus::Validated => "validated",
                AnswerStatus::Disputed => "disputed",
                AnswerStatus::Suspended => "suspended",
                AnswerStatus::Refused => "refused",
            };
            let subject = match numbers.as_slice() {
                [number] => format!("Invoice {number} {what} — {}", at.company),
                numbers => format!("{} invoices {what} — {}", numbers.len(), at.company),
            };
            let parts = [
                Some(text(format!("{by}, for {}, to the agency {}. Invoices {what}:", at.company, at.agency))),
                Some(Part::Lines(numbers.clone())),
                (!reasons.is_empty()).then(|| text("Reasons (XP Z12-012):")),
                Some(Part::Lines(reasons.iter().map(|code| in_words(code, Language::En)).collect())),
                comment.clone().map(Part::Quote),
            ];
            written(subject, None, parts.into_iter().flatten().collect())
        }
        Letter::SupportReceived { name, reference, message } => written(
            format!("We have received your message ({reference})"),
            name.as_deref(),
            vec![text("Our team will answer as soon as it can. Your message:"), Part::Quote(message.clone())],
        ),
        Letter::SupportToTeam { reference, name, email, message, version, system, log } => written(
            format!("Request for help {reference}"),
            None,
            [
                Some(text(format!(
                    "From {} ({})",
                    name.as_deref().unwrap_or("somebody who is not signed in"),
                    email.as_deref().unwrap_or("no address")
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
    let greeting = name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"));
    Written { subject: subject.into(), parts: std::iter::once(Part::Text(greeting)).chain(parts).collect() }
}

fn security(subject: &str, name: &str, what: String, links: &Links<'_>) -> Written {
    written(
        subject,
        Some(name),
        vec![
            Part::Text(what),
            Part::Small("It was you? There is nothing to do.".into()),
            Part::Small("It was not you? Ask for a new password at once (Forgotten password).".into()),
            Part::SmallLink("Open Coffreo", links.open()),
        ],
    )
}

fn text(text: impl Into<String>) -> Part {
    Part::Text(text.into())
}

fn place(place: &Place) -> String {
    format!("{} through the agency {}", place.company, place.agency)
}

fn at(at: i64) -> String {
    let (day, time) = moment(at);
    format!("{day} at {time}")
}

fn right(letter: char) -> Option<&'static str> {
    match letter {
        'A' => Some("administer rights"),
        'S' => Some("see and sign contracts"),
        'F' => Some("see and validate invoices"),
        'R' => Some("see and validate time sheets"),
        _ => None,
    }
}
