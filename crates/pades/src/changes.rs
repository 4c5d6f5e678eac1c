//! What a later revision may do to a signed one: add one more signature with its field, and nothing else. Compares
//! object by object; whatever is not on the list is refused, even if it would change nothing that anyone sees.

use crate::form;
use crate::pdf::{Dict, Document, Entry, Object, Ref};
use crate::seal::references;
use crate::verify::VerifyError;

/// What a new signature field may say (ISO 32000-1 tables 164, 188, 220). No actions, no kids, no locks.
const FIELD_KEYS: [&str; 15] =
    ["Type", "Subtype", "FT", "T", "TU", "V", "Rect", "F", "P", "AP", "MK", "BS", "Border", "Ff", "DA"];
/// What an incremental trailer or cross-reference stream may say.
const TRAILER_KEYS: [&str; 12] =
    ["Size", "Prev", "Root", "Info", "ID", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "DocChecksum"];

/// Checks everything between two revisions of which the newer one adds the signature `value` in `field`.
pub(crate) fn check(older: &Document<'_>, newer: &Document<'_>, field: Ref, value: Ref) -> Result<(), VerifyError> {
    check_trailers(older, newer)?;
    let (added, changed) = difference(older, newer)?;
    check_nothing_awaited(older, &added)?;
    if !added.contains(&value) {
        return refuse("the signature is no new object");
    }
    let is_new = added.contains(&field);
    check_field(older, newer, field, is_new)?;
    let appended = is_new.then_some(field);
    let (old_catalog, new_catalog) = (older.catalog()?, newer.catalog()?);
    check_catalog(&old_catalog, &new_catalog)?;
    check_form((older, &old_catalog), (newer, &new_catalog), appended)?;
    let root = older.root()?;
    let own = |object: Option<&Object>| object.and_then(Object::as_ref);
    let form = own(old_catalog.get("AcroForm"));
    let fields = own(form::form(older, &old_catalog)?.get("Fields"));
    for reference in changed {
        if reference == root || reference == field || Some(reference) == form || Some(reference) == fields {
            continue; // looked at above
        }
        check_page_object(older, newer, reference, appended)?;
    }
    Ok(())
}

fn refuse<T>(what: &'static str) -> Result<T, VerifyError> {
    Err(VerifyError::ForbiddenChange(what))
}

fn check_trailers(older: &Document<'_>, newer: &Document<'_>) -> Result<(), VerifyError> {
    let old = older.trailer();
    let added = newer.sections().len() - older.sections().len();
    for section in &newer.sections()[..added] {
        let trailer = &section.trailer;
        let known = trailer.iter().all(|(key, _)| TRAILER_KEYS.iter().any(|name| name.as_bytes() == key));
        if !known || trailer.get("Root") != old.get("Root") || trailer.get("Info") != old.get("Info") {
            return refuse("the trailer");
        }
    }
    Ok(())
}

/// Objects that only the newer document has, and those that stand elsewhere in it.
fn difference(older: &Document<'_>, newer: &Document<'_>) -> Result<(Vec<Ref>, Vec<Ref>), VerifyError> {
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    let in_use = |entry| match entry {
        Entry::Absent | Entry::Free => None,
        Entry::At { generation, .. } => Some(generation),
        Entry::Packed { .. } => Some(0),
    };
    for (number, entry) in (0..).zip(newer.entries()) {
        let before = older.entry(number);
        if before == *entry {
            continue;
        }
        match (in_use(before), in_use(*entry)) {
            (None, Some(generation)) => added.push(Ref { number, generation }),
            (Some(old), Some(new)) if old == new => changed.push(Ref { number, generation: old }),
            (None, None) => {}
            _ => return refuse("an object was deleted"),
        }
    }
    Ok((added, changed))
}

/// A reference to an object that did not exist yet would let a later revision put something in a signed place.
fn check_nothing_awaited(older: &Document<'_>, added: &[Ref]) -> Result<(), VerifyError> {
    let mut awaited = false;
    older.each(|_, object| {
        references(object, &mut |reference| {
            awaited |= added.binary_search_by_key(&reference.number, |one| one.number).is_ok();
        });
        Ok(())
    })?;
    if awaited { refuse("an object that was missing when signed") } else { Ok(()) }
}

fn check_field(older: &Document<'_>, newer: &Document<'_>, field: Ref, is_new: bool) -> Result<(), VerifyError> {
    let Object::Dict(now) = newer.load(field)? else { return refuse("a field") };
    if is_new {
        let known = now.iter().all(|(key, _)| FIELD_KEYS.iter().any(|name| name.as_bytes() == key));
        let is_signature = now.get("FT").is_some_and(|kind| kind.is_name("Sig"));
        return if known && is_signature { Ok(()) } else { refuse("a new field says more than a signature may") };
    }
    let Object::Dict(before) = older.load(field)? else { return refuse("a field") };
    let filled = before.get("V").is_none() && before.same_except(&now, &["V", "AP"]);
    if filled { Ok(()) } else { refuse("a field") }
}

fn check_catalog(old: &Dict, new: &Dict) -> Result<(), VerifyError> {
    let mut except = vec!["AcroForm"];
    // Validation material and developer extensions may come with a signature (ETSI EN 319 142-1 § 5.4), but not change.
    except.extend(["DSS", "Extensions"].into_iter().filter(|key| old.get(key).is_none()));
    if old.same_except(new, &except) { Ok(()) } else { refuse("the catalog") }
}

fn check_form(
    (older, old_catalog): (&Document<'_>, &Dict),
    (newer, new_catalog): (&Document<'_>, &Dict),
    appended: Option<Ref>,
) -> Result<(), VerifyError> {
    let (old, new) = (form::form(older, old_catalog)?, form::form(newer, new_catalog)?);
    let flags = new.get("SigFlags").and_then(Object::as_int);
    if !old.same_except(&new, &["Fields", "SigFlags"]) || !matches!(flags, Some(1 | 3)) {
        return refuse("the form");
    }
    let before = older.value(&old, "Fields")?;
    let after = newer.value(&new, "Fields")?;
    if extended(&before, &after, appended, true) { Ok(()) } else { refuse("the list of form fields") }
}

/// A changed object that is neither catalog, form nor field: a page, or a page's list of annotations.
fn check_page_object(
    older: &Document<'_>,
    newer: &Document<'_>,
    reference: Ref,
    appended: Option<Ref>,
) -> Result<(), VerifyError> {
    match (older.load(reference)?, newer.load(reference)?) {
        (Object::Dict(old), Object::Dict(new)) if old.get("Type").is_some_and(|kind| kind.is_name("Page")) => {
            let (before, after) = (older.value(&old, "Annots")?, newer.value(&new, "Annots")?);
            let same = old.same_except(&new, &["Annots"]) && extended(&before, &after, appended, false);
            if same { Ok(()) } else { refuse("a page") }
        }
        (old @ Object::Array(_), new) if extended(&old, &new, appended, false) => Ok(()),
        _ => refuse("an object"),
    }
}

/// True if the newer array is the older one, with the new field at its end: always, if `must`.
fn extended(old: &Object, new: &Object, appended: Option<Ref>, must: bool) -> bool {
    let items = |object: &Object| match object {
        Object::Null => Some(Vec::new()),
        Object::Array(items) => Some(items.clone()),
        _ => None,
    };
    let (Some(mut expected), Some(new)) = (items(old), items(new)) else { return false };
    if !must && new == expected {
        return true;
    }
    expected.extend(appended.map(Object::Ref));
    new == expected
}
