//! Pages for people who follow a link from a mail where the app is missing, or on a phone: plain HTML that needs no
//! script. They do what `/v1` does, and offer the app.

mod layout;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use coffreo_api::account::Language;
use coffreo_api::links::{Link, LinkKind, LinkState};
use coffreo_api::{Problem, ProblemCode};
use serde::Deserialize;

use super::access::Caller;
use super::failure::Failure;
use super::links::found;
use crate::app::App;
use crate::attempts;
use crate::links;
use crate::mail::escape;
use layout::{app_button, language, page, say};

pub(super) use layout::style;

/// What the form of a new password sends.
#[derive(Deserialize)]
pub(super) struct NewPassword {
    password: String,
    again: String,
    terms: Option<String>,
}

type Sent = Result<Form<NewPassword>, FormRejection>;

/// The page of an invitation.
pub(super) async fn join(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    show(&app, &token, LinkKind::Invitation, language(&headers), None).await
}

/// Joins.
pub(super) async fn join_sent(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    let language = language(&headers);
    let (password, terms) = match checked(language, sent) {
        Ok(sent) => sent,
        Err(wrong) => return show(&app, &token, LinkKind::Invitation, language, Some(wrong)).await,
    };
    let Some(version) = terms else {
        let wrong = say(language, "Acceptez les conditions pour continuer.", "Accept the terms to go on.");
        return show(&app, &token, LinkKind::Invitation, language, Some(wrong)).await;
    };
    match links::accept(&app, &token, password, &version).await {
        Ok(_) => done(
            &app,
            language,
            say(language, "Votre compte est prêt", "Your account is ready"),
            say(
                language,
                "Connectez-vous dans l’application avec votre adresse et ce mot de passe.",
                "Sign in to the application with your address and this password.",
            ),
        ),
        Err(error) => refused(&app, &token, LinkKind::Invitation, language, error.into()).await,
    }
}

/// The page of a link to set another password.
pub(super) async fn reset(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    show(&app, &token, LinkKind::Reset, language(&headers), None).await
}

/// Sets another password.
pub(super) async fn reset_sent(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    let language = language(&headers);
    let password = match checked(language, sent) {
        Ok((password, _)) => password,
        Err(wrong) => return show(&app, &token, LinkKind::Reset, language, Some(wrong)).await,
    };
    match links::complete_reset(&app, &token, password).await {
        Ok(()) => done(
            &app,
            language,
            say(language, "Votre mot de passe est changé", "Your password is changed"),
            say(language, "Toutes vos sessions ont été fermées.", "All your sessions were closed."),
        ),
        Err(error) => refused(&app, &token, LinkKind::Reset, language, error.into()).await,
    }
}

/// The page of a link to confirm an address.
pub(super) async fn address(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    show(&app, &token, LinkKind::Address, language(&headers), None).await
}

/// Confirms an address.
pub(super) async fn address_sent(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    match links::confirm_address(&app, &token).await {
        Ok(both) => done(
            &app,
            language,
            say(language, "C’est confirmé", "Confirmed"),
            match both {
                true => say(
                    language,
                    "La nouvelle adresse est celle de votre compte.",
                    "The new address is your account’s.",
                ),
                false => say(language, "Il ne manque que l’autre adresse.", "Only the other address is missing."),
            },
        ),
        Err(error) => refused(&app, &token, LinkKind::Address, language, error.into()).await,
    }
}

/// Sends a new link in the place of one whose time is over.
pub(super) async fn renew(
    State(app): State<App>,
    Caller(caller): Caller,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = language(&headers);
    let asked = async {
        attempts::may_ask(&app, caller).await?;
        Ok::<_, Failure>(links::renew(&app, &token).await?)
    };
    match asked.await {
        Ok(()) => done(
            &app,
            language,
            say(language, "Un nouveau lien est en route", "A new link is on its way"),
            say(language, "Regardez vos messages dans un instant.", "Look at your mails in a moment."),
        ),
        Err(failure) => failed(language, failure),
    }
}

/// Where the button of a mail leads: it opens the app.
pub(super) async fn open(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = language(&headers);
    let text = say(
        language,
        "Vos documents se lisent et se signent dans l’application Coffreo, sur votre ordinateur.",
        "Your documents are read and signed in the Coffreo application, on your computer.",
    );
    let body = format!("<p>{text}</p>{}", app_button(language, "open", &app.public_url, None));
    page(StatusCode::OK, language, say(language, "Bienvenue", "Welcome"), &body)
}

/// Asks whether mails shall stop. A program that only looks at links stops nothing.
pub(super) async fn unsubscribe(headers: HeaderMap) -> Response {
    let language = language(&headers);
    let text = say(
        language,
        "Vous ne recevrez plus d’annonces de documents ni de rappels. Les messages de sécurité continuent.",
        "You will no longer receive announcements of documents nor reminders. Security messages go on.",
    );
    let label = say(language, "Ne plus recevoir ces messages", "Stop these messages");
    let body = format!("<p>{text}</p><form method=\"post\"><button>{label}</button></form>");
    page(StatusCode::OK, language, say(language, "Se désabonner", "Unsubscribe"), &body)
}

/// Stops mails: by the page, or by one click in the mail program (RFC 8058).
pub(super) async fn unsubscribe_sent(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = language(&headers);
    let stop = async {
        let mut tx = app.store.begin().await?;
        let known = tx.unsubscribe(&token).await?;
        tx.commit().await?;
        if known { Ok(()) } else { Err(Failure::from(ProblemCode::NotFound)) }
    };
    match stop.await {
        Ok(()) => done(
            &app,
            language,
            say(language, "C’est noté", "Done"),
            say(
                language,
                "Vous pouvez les rétablir dans l’application, sous Mon compte.",
                "You can turn them on again in the application, under My account.",
            ),
        ),
        Err(failure) => failed(language, failure),
    }
}

/// The link's page, whatever its state, perhaps with what was wrong.
async fn show(app: &App, token: &str, kind: LinkKind, language: Language, wrong: Option<&str>) -> Response {
    let link = match found(app, token).await {
        Ok(link) if link.kind == kind => link,
        Ok(_) => return failed(language, ProblemCode::NotFound.into()),
        Err(failure) => return failed(language, failure),
    };
    match link.state {
        LinkState::Used => done(
            app,
            language,
            say(language, "Ce lien a déjà servi", "This link was used already"),
            say(language, "Connectez-vous dans l’application.", "Sign in to the application."),
        ),
        LinkState::Expired => {
            let text = say(language, "Il ne fonctionnait que pour un temps.", "It worked for a time only.");
            let label = say(language, "Recevoir un nouveau lien", "Send me a new link");
            let body = format!(
                "<p>{text}</p><form method=\"post\" action=\"/renew/{}\"><button>{label}</button></form>",
                escape(token)
            );
            page(StatusCode::OK, language, say(language, "Ce lien a expiré", "This link has expired"), &body)
        }
        LinkState::Usable => {
            let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let (title, body) = form(app, &link, token, language, wrong);
            page(status, language, title, &body)
        }
    }
}

fn form(app: &App, link: &Link, token: &str, language: Language, wrong: Option<&str>) -> (&'static str, String) {
    let say = |french, english| say(language, french, english);
    let wrong =
        wrong.map(|wrong| format!("<p class=\"error\" role=\"alert\">{}</p>", escape(wrong))).unwrap_or_default();
    let hello = format!("<p>{} {},</p>", say("Bonjour", "Hello"), escape(&link.name));
    let email = escape(&link.email);
    let (title, action, lead, more, label) = match link.kind {
        LinkKind::Address => {
            let text = say(
                "Confirmez le changement d’adresse de votre compte.",
                "Confirm the change of your account’s address.",
            );
            let label = say("Confirmer", "Confirm");
            let body = format!("{wrong}{hello}<p>{text}</p><form method=\"post\"><button>{label}</button></form>");
            return (say("Changement d’adresse", "Change of address"), body);
        }
        LinkKind::Reset => (
            say("Choisissez un mot de passe", "Choose a password"),
            "reset",
            String::new(),
            String::new(),
            say("Changer le mot de passe", "Change the password"),
        ),
        LinkKind::Invitation => (
            say("Complétez votre inscription", "Complete your registration"),
            "join",
            assigned(link, say("par l’agence", "through the agency")),
            terms(app, language),
            say("Créer mon compte", "Create my account"),
        ),
    };
    let (app_first, here) = (
        app_button(language, action, &app.public_url, Some(token)),
        say("Ou choisissez votre mot de passe ici :", "Or choose your password here:"),
    );
    let (address, password, again) =
        (say("Adresse e-mail", "E-mail address"), say("Mot de passe", "Password"), say("Encore une fois", "Once more"));
    let hint = say(
        "Au moins 12 caractères, 15 ou plus de préférence. Quelques mots sans rapport entre eux font un bon mot de passe.",
        "At least 12 characters, 15 or more are better. A few words that have nothing to do with each other do well.",
    );
    let body = format!(
        "{wrong}{hello}{lead}{app_first}<hr><p>{here}</p><form method=\"post\">\
         <label for=\"email\">{address}</label>\
         <input id=\"email\" type=\"email\" autocomplete=\"username\" value=\"{email}\" readonly>\
         <label for=\"password\">{password}</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" \
         required aria-describedby=\"hint\"><p id=\"hint\" class=\"hint\">{hint}</p>\
         <label for=\"again\">{again}</label>\
         <input id=\"again\" name=\"again\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" required>\
         {more}<button>{label}</button></form>"
    );
    (title, body)
}

fn assigned(link: &Link, through: &str) -> String {
    let line = |one: &coffreo_api::links::Assigned| {
        format!("<li>{} {through} {}</li>", escape(&one.company), escape(&one.agency))
    };
    let lines: String = link.assigned.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("<ul>{lines}</ul>") }
}

fn terms(app: &App, language: Language) -> String {
    let (title, version) = (escape(&app.terms.title), escape(&app.terms.version));
    let text: String = app.terms.text.split("\n\n").map(|text| format!("<p>{}</p>", escape(text.trim()))).collect();
    let accept = say(language, "J’ai lu et j’accepte les conditions générales.", "I have read and accept the terms.");
    format!(
        "<details><summary>{title}</summary><div lang=\"fr\" tabindex=\"0\">{text}</div></details>\
         <label class=\"check\"><input type=\"checkbox\" name=\"terms\" value=\"{version}\" required>\
         <span>{accept}</span></label>"
    )
}

/// The password, and the version of the terms that was accepted; or what is wrong.
fn checked(language: Language, sent: Sent) -> Result<(String, Option<String>), &'static str> {
    let Ok(Form(sent)) = sent else {
        return Err(say(language, "Le formulaire n’est pas complet.", "The form is not complete."));
    };
    if sent.password != sent.again {
        return Err(say(language, "Les deux mots de passe diffèrent.", "The two passwords differ."));
    }
    Ok((sent.password, sent.terms))
}

async fn refused(app: &App, token: &str, kind: LinkKind, language: Language, failure: Failure) -> Response {
    let code = match &failure {
        Failure::Problem(problem) => problem.code,
        Failure::Internal(_) => return failed(language, failure),
    };
    match code {
        ProblemCode::LinkUsed | ProblemCode::LinkExpired => show(app, token, kind, language, None).await,
        ProblemCode::PasswordTooShort | ProblemCode::PasswordTooWeak | ProblemCode::TermsChanged => {
            show(app, token, kind, language, Some(words(language, code))).await
        }
        _ => failed(language, failure),
    }
}

fn done(app: &App, language: Language, title: &str, text: &str) -> Response {
    let body = format!("<p>{}</p>{}", escape(text), app_button(language, "open", &app.public_url, None));
    page(StatusCode::OK, language, title, &body)
}

fn failed(language: Language, failure: Failure) -> Response {
    let Problem { code, status, .. } = failure.into_problem();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = format!("<p class=\"error\" role=\"alert\">{}</p>", words(language, code));
    page(status, language, say(language, "Cela n’a pas abouti", "That did not work"), &body)
}

fn words(language: Language, code: ProblemCode) -> &'static str {
    let (french, english) = match code {
        ProblemCode::NotFound => ("Ce lien n’existe pas. Est-il complet ?", "There is no such link. Is it complete?"),
        ProblemCode::PasswordTooShort => {
            ("Le mot de passe a moins de 12 caractères.", "The password has fewer than 12 characters.")
        }
        ProblemCode::PasswordTooWeak => (
            "Ce mot de passe se devine facilement. Choisissez-en un autre.",
            "This password is easily guessed. Choose another.",
        ),
        ProblemCode::TermsChanged => {
            ("Les conditions viennent de changer. Relisez-les.", "The terms have just changed. Read them again.")
        }
        ProblemCode::AddressTaken => {
            ("Un autre compte a déjà cette adresse.", "Another account has this address already.")
        }
        ProblemCode::TooManyAttempts | ProblemCode::Busy => {
            ("Trop de demandes. Réessayez dans quelques minutes.", "Too many requests. Try again in a few minutes.")
        }
        _ => ("Quelque chose a échoué. Réessayez dans un instant.", "Something failed. Try again in a moment."),
    };
    say(language, french, english)
}
