//! What the app is told when it is started: by arguments and by the environment.

use coffreo_desk::view::Prefill;

/// Starts in the tray, without a window: for the start with the session.
pub const HIDDEN: &str = "--hidden";

/// Whether the window stays away at first.
pub fn starts_hidden() -> bool {
    std::env::args().any(|argument| argument == HIDDEN)
}

/// What the sign-in form starts with (`COFFREO_SERVER`, `COFFREO_EMAIL`), for administrators who roll the app out.
pub fn prefill() -> Prefill {
    let variable = |name| std::env::var(name).unwrap_or_default();
    Prefill { server: variable("COFFREO_SERVER"), email: variable("COFFREO_EMAIL") }
}
