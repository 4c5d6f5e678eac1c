//! A letter's parts, and both forms in which they are sent.

use std::fmt::Write as _;

use coffreo_api::account::Language;

/// A letter in words.
pub(super) struct Written {
    pub subject: String,
    pub parts: Vec<Part>,
}

pub(super) enum Part {
    Text(String),
    /// Left out where there are none.
    Lines(Vec<String>),
    /// A button with the bare address below it.
    Button(&'static str, String),
    /// What somebody else wrote: line breaks stay.
    Quote(String),
    /// Below the letter.
    Small(String),
    /// Below the letter, with an address.
    SmallLink(&'static str, String),
}

/// Where the letters' links lead.
pub(super) struct Links<'a> {
    pub public_url: &'a str,
}

impl Links<'_> {
    pub fn join(&self, token: &str) -> String {
        format!("{}/join/{token}", self.public_url)
    }

    pub fn reset(&self, token: &str) -> String {
        format!("{}/reset/{token}", self.public_url)
    }

    pub fn address(&self, token: &str) -> String {
        format!("{}/address/{token}", self.public_url)
    }

    pub fn open(&self) -> String {
        format!("{}/open", self.public_url)
    }

    pub fn unsubscribe(&self, token: &str) -> String {
        format!("{}/unsubscribe/{token}", self.public_url)
    }
}

/// As plain text.
pub(super) fn text(written: &Written) -> String {
    let mut out = String::new();
    let mut small = false;
    for part in &written.parts {
        if !small && matches!(part, Part::Small(_) | Part::SmallLink(..)) {
            small = true;
            out.push_str("-- \n");
        }
        let _ = match part {
            Part::Text(text) | Part::Quote(text) | Part::Small(text) => write!(out, "{text}\n\n"),
            Part::Lines(lines) if lines.is_empty() => Ok(()),
            Part::Lines(lines) => {
                lines.iter().for_each(|line| {
                    let _ = writeln!(out, "- {line}");
                });
                writeln!(out)
            }
            Part::Button(label, url) | Part::SmallLink(label, url) => write!(out, "{label}\n{url}\n\n"),
        };
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// As HTML that common mail programs show: a table, styles at each element, nothing fetched.
pub(super) fn html(written: &Written, language: Language) -> String {
    const P: &str = "margin:0 0 16px;";
    const SMALL: &str = "margin:0 0 8px;font-size:13px;color:#5b6470;";
    let mut body = String::new();
    for part in &written.parts {
        let _ = match part {
            Part::Text(text) => write!(body, "<p style=\"{P}\">{}</p>", escape(text)),
            Part::Quote(text) => write!(
                body,
                "<p style=\"{P}padding-left:12px;border-left:3px solid #c6ccd4\">{}</p>",
                escape(text).replace('\n', "<br>")
            ),
            Part::Lines(lines) if lines.is_empty() => Ok(()),
            Part::Lines(lines) => {
                let lines: String =
                    lines.iter().map(|line| format!("<li style=\"margin:0 0 6px\">{}</li>", escape(line))).collect();
                write!(body, "<ul style=\"{P}padding-left:20px\">{lines}</ul>")
            }
            Part::Button(label, url) => {
                let (label, url) = (escape(label), escape(url));
                write!(
                    body,
                    "<p style=\"margin:24px 0 8px\"><a href=\"{url}\" style=\"display:inline-block;padding:12px 20px;\
                     border-radius:8px;background:#1a56b8;color:#ffffff;text-decoration:none;font-weight:600\">{label}\
                     </a></p><p style=\"{SMALL}margin-bottom:24px;word-break:break-all\">\
                     <a href=\"{url}\" style=\"color:#1a56b8\">{url}</a></p>"
                )
            }
            Part::Small(text) => write!(body, "<p style=\"{SMALL}\">{}</p>", escape(text)),
            Part::SmallLink(label, url) => write!(
                body,
                "<p style=\"{SMALL}\"><a href=\"{}\" style=\"color:#5b6470\">{}</a></p>",
                escape(url),
                escape(label)
            ),
        };
    }
    let (language, subject) = (language.code(), escape(&written.subject));
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{subject}</title></head>\
         <body style=\"margin:0;padding:0;background:#f3f5f8\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#f3f5f8\">\
         <tr><td align=\"center\" style=\"padding:24px 12px\">\
         <table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;\
         max-width:600px;background:#ffffff;border-radius:12px\"><tr><td style=\"padding:28px;text-align:left;\
         font:16px/1.5 'Segoe UI',Helvetica,Arial,sans-serif;color:#1d242d\">\
         <p style=\"margin:0 0 20px;font-size:18px;font-weight:700;color:#1a56b8\">Coffreo</p>{body}\
         </td></tr></table></td></tr></table></body></html>\n"
    )
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// `25/11/2026`, of `2026-11-25`.
pub(super) fn day(day: &str) -> String {
    let mut parts = day.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => day.to_owned(),
    }
}

/// `25/11/2026` and `11:02`, on the wall clock of metropolitan France.
pub(super) fn moment(at: i64) -> (String, String) {
    let text = coffreo_domain::Timestamp(at).paris_text();
    let (day, time) = text.split_once(' ').unwrap_or((&text, ""));
    (day.replace('-', "/"), time.get(..5).unwrap_or(time).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_or_agency_is_called_cannot_become_markup() {
        let written = Written {
            subject: "<b>".into(),
            parts: vec![
                Part::Text("Bonjour <script>alert(1)</script>".into()),
                Part::Quote("a\n<img src=x>".into()),
                Part::Lines(vec!["\"x\" & 'y'".into()]),
                Part::Button("Oui", "https://x.example/?a=1&b=\"2\"".into()),
            ],
        };
        let page = html(&written, Language::Fr);
        for bad in ["<script", "<img", "<b>", "b=\"2"] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(page.contains("a<br>&lt;img src=x&gt;") && page.contains("lang=\"fr\""));
        assert!(text(&written).contains("Oui\nhttps://x.example/?a=1&b=\"2\"\n"));
    }

    #[test]
    fn days_and_moments_are_told_as_in_france() {
        assert_eq!(day("2026-11-25"), "25/11/2026");
        assert_eq!(moment(1_795_514_400_000), ("24/11/2026".into(), "11:00".into()));
    }
}
