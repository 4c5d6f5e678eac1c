//! Links from e-mails: joining, a forgotten password, another address. The token stays here; the screens learn what it is
//! good for.
//!
//! It must not keep a token on disk: a link can be opened again from the mail.

use coffreo_api::links::{AcceptInvitation, AddressConfirmed, AskForReset, CompleteReset, LinkToken};
use coffreo_api::sessions::Tokens;
use reqwest::Method;

use crate::desk::{Desk, lock};
use crate::remote::{Remote, ServerAddress};
use crate::session::{Entry, absent, device_name};
use crate::view::{AssignedTo, LinkKind, LinkPage, LinkState, OpenedLink, Status, Terms};
use crate::{DeskError, Password};

/// Characters of a token; longer ones are none of ours.
const LONGEST_TOKEN: usize = 512;

/// A link that was opened.
pub struct Link {
    kind: LinkKind,
    address: ServerAddress,
    token: String,
    serial: u32,
    /// The person's address, once the server has said it.
    email: Option<String>,
}

impl Link {
    /// What the screens may know of it.
    pub fn shown(&self) -> OpenedLink {
        OpenedLink { kind: self.kind, server: self.address.as_text().to_owned(), serial: self.serial }
    }
}

impl Desk {
    /// A link was opened: its page is shown before everything else. A link comes from anywhere: what is no address and no
    /// token is left aside. Answers whether it was one.
    pub fn open_link(&self, kind: LinkKind, server: &str, token: &str) -> bool {
        let Some(address) = ServerAddress::parse(server) else { return false };
        let plausible = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        if token.is_empty() || token.len() > LONGEST_TOKEN || !token.bytes().all(plausible) {
            return false;
        }
        {
            let mut link = lock(&self.core.link);
            let serial = link.as_ref().map_or(0, |before| before.serial) + 1;
            *link = Some(Link { kind, address, token: token.to_owned(), serial, email: None });
        }
        self.core.tell_status();
        true
    }

    /// The person is done with the link.
    pub fn close_link(&self) -> Status {
        *lock(&self.core.link) = None;
        self.core.tell_status();
        self.status()
    }

    /// What the server says of the link, with the terms where there are some to accept.
    ///
    /// # Errors
    /// [`DeskError::Absent`] without a link, or for one that the server does not know; those of the connection.
    pub async fn look_at_link(&self) -> Result<LinkPage, DeskError> {
        let (remote, token) = self.link()?;
        let looked: Result<coffreo_api::links::Link, _> =
            remote.ask(Method::POST, None, "v1/links/look", &LinkToken { token: token.clone() }).await;
        let looked = looked.map_err(|error| absent(error.into()))?;
        if let Some(link) = lock(&self.core.link).as_mut().filter(|link| link.token == token) {
            link.email = Some(looked.email.clone());
        }
        let terms = match (looked.kind, looked.state) {
            (coffreo_api::links::LinkKind::Invitation, coffreo_api::links::LinkState::Usable) => {
                let terms: coffreo_api::links::Terms = remote.get(None, "v1/terms").await?;
                Some(Terms { version: terms.version, title: terms.title, text: terms.text })
            }
            _ => None,
        };
        let assigned = looked.assigned.into_iter();
        Ok(LinkPage {
            kind: looked.kind.into(),
            state: looked.state.into(),
            email: looked.email,
            name: looked.name,
            assigned: assigned.map(|to| AssignedTo { company: to.company, agency: to.agency }).collect(),
            terms,
        })
    }

    /// Has a new link sent to the address of this one.
    ///
    /// # Errors
    /// [`DeskError::Absent`] without a link; [`DeskError::TooManyAttempts`]; those of the connection.
    pub async fn renew_link(&self) -> Result<(), DeskError> {
        let (remote, token) = self.link()?;
        Ok(remote.tell(Method::POST, None, "v1/links/renew", &LinkToken { token }).await?)
    }

    /// Joins: sets the password, accepts the terms that were shown, and comes in. `keep` as when signing in.
    ///
    /// # Errors
    /// [`DeskError::PasswordTooShort`], [`DeskError::PasswordTooWeak`], [`DeskError::TermsChanged`],
    /// [`DeskError::LinkUsed`], [`DeskError::LinkExpired`], [`DeskError::Absent`]; those of the connection and the vault.
    pub async fn join(&self, password: Password, terms_version: &str, keep: bool) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        let (remote, token) = self.link()?;
        let request = AcceptInvitation {
            token,
            password: password.expose().to_owned(),
            terms_version: terms_version.to_owned(),
            device: device_name(),
        };
        let joined: Result<Tokens, _> = remote.ask(Method::POST, None, "v1/invitations/accept", &request).await;
        let tokens = joined.map_err(|error| absent(error.into()))?;
        let Some(address) = lock(&self.core.link).take().map(|link| link.address) else {
            return Err(DeskError::Absent);
        };
        let account = lock(&self.core.accounts).entry(address.as_text(), &tokens.person.email);
        self.come_in(Entry { address, account, password, keep }, tokens).await
    }

    /// Sets a new password by the link of *Mot de passe oublié*, and signs in with it. An account with a second factor
    /// asks for its code at the sign-in form then.
    ///
    /// # Errors
    /// As [`join`](Self::join), without the terms. [`DeskError::SecondFactorRequired`]: the password is set.
    pub async fn complete_reset(&self, password: Password, keep: bool) -> Result<Status, DeskError> {
        let (remote, token) = self.link()?;
        let request = CompleteReset { token, password: password.expose().to_owned() };
        let set = remote.tell(Method::POST, None, "v1/password-resets/complete", &request).await;
        set.map_err(|error| absent(error.into()))?;
        let link = lock(&self.core.link).take().ok_or(DeskError::Absent)?;
        self.core.tell_status();
        let Some(email) = link.email else { return Ok(self.status()) };
        self.sign_in(link.address.as_text(), &email, password, keep).await
    }

    /// Agrees to another e-mail address. Answers whether both addresses have by now.
    ///
    /// # Errors
    /// [`DeskError::LinkUsed`], [`DeskError::LinkExpired`], [`DeskError::AddressTaken`], [`DeskError::Absent`]; those of
    /// the connection.
    pub async fn confirm_address(&self) -> Result<bool, DeskError> {
        let (remote, token) = self.link()?;
        let confirmed: Result<AddressConfirmed, _> =
            remote.ask(Method::POST, None, "v1/address-changes/confirm", &LinkToken { token }).await;
        let confirmed = confirmed.map_err(|error| absent(error.into()))?.confirmed;
        if confirmed && let Ok(opened) = self.core.opened() {
            // The next tokens say the new address.
            opened.renew_soon().await;
            opened.nudge.notify_one();
        }
        Ok(confirmed)
    }

    /// *Mot de passe oublié*: has a link sent. The answer never tells whether the address has an account.
    ///
    /// # Errors
    /// [`DeskError::InvalidServerAddress`], [`DeskError::TooManyAttempts`]; those of the connection.
    pub async fn ask_for_reset(&self, server: &str, email: &str) -> Result<(), DeskError> {
        let address = ServerAddress::parse(server).ok_or(DeskError::InvalidServerAddress)?;
        let request = AskForReset { email: email.trim().to_owned() };
        Ok(Remote::new(address)?.tell(Method::POST, None, "v1/password-resets", &request).await?)
    }

    fn link(&self) -> Result<(Remote, String), DeskError> {
        let (address, token) = {
            let link = lock(&self.core.link);
            let link = link.as_ref().ok_or(DeskError::Absent)?;
            (link.address.clone(), link.token.clone())
        };
        Ok((Remote::new(address)?, token))
    }
}

impl From<coffreo_api::links::LinkKind> for LinkKind {
    fn from(kind: coffreo_api::links::LinkKind) -> Self {
        match kind {
            coffreo_api::links::LinkKind::Invitation => Self::Invitation,
            coffreo_api::links::LinkKind::Reset => Self::Reset,
            coffreo_api::links::LinkKind::Address => Self::Address,
        }
    }
}

impl From<coffreo_api::links::LinkState> for LinkState {
    fn from(state: coffreo_api::links::LinkState) -> Self {
        match state {
            coffreo_api::links::LinkState::Usable => Self::Usable,
            coffreo_api::links::LinkState::Used => Self::Used,
            coffreo_api::links::LinkState::Expired => Self::Expired,
        }
    }
}
