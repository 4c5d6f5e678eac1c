//! Who calls: an agency by its key, a person by their access token.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::{HeaderMap, header, request::Parts};
use coffreo_api::ProblemCode;
use coffreo_domain::{AgencyId, PersonId};

use super::failure::Failure;
use crate::app::App;
use crate::edge::secret_hash;

/// The agency whose key came with the request.
pub(super) struct CallingAgency {
    pub id: AgencyId,
}

/// The person whose access token came with the request.
pub(super) struct SignedIn {
    pub person: PersonId,
    pub session: String,
}

/// The person whose access token came with the request, if one came. One that does not work is refused.
pub(super) struct MaybeSignedIn(pub Option<SignedIn>);

/// Where the request came from.
pub(super) struct Caller(pub IpAddr);

impl FromRequestParts<App> for CallingAgency {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let key = bearer(&parts.headers).ok_or(ProblemCode::Unauthenticated)?;
        let agency = app.store.agency_by_key(&secret_hash(key)).await?.ok_or(ProblemCode::Unauthenticated)?;
        Ok(Self { id: agency.id })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(ProblemCode::Unauthenticated)?;
        let found = app.store.session_of_access(&secret_hash(token), app.now()).await?;
        let found = found.ok_or(ProblemCode::Unauthenticated)?;
        Ok(Self { person: found.person, session: found.session })
    }
}

impl FromRequestParts<App> for MaybeSignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        match parts.headers.contains_key(header::AUTHORIZATION) {
            true => Ok(Self(Some(SignedIn::from_request_parts(parts, app).await?))),
            false => Ok(Self(None)),
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = || {
            let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        let address = if app.behind_proxy { forwarded().or(peer) } else { peer };
        Ok(Self(address.unwrap_or(IpAddr::from([0, 0, 0, 0]))))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token.trim())
}
