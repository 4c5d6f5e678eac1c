//! The agency's head and foot on each sheet, with its mark.

use super::flow::{MARGIN, MEASURE};
use super::spaced_siret;
use crate::page::typeface::Face;
use crate::page::{BLACK, GREY, HEIGHT, Page, Style, WHITE, WIDTH};
use crate::profile::{AgencyProfile, Frames};

/// The head of the first sheet; answers where the text begins.
pub fn first(page: &mut Page, agency: &AgencyProfile) -> f32 {
    let look = agency.look;
    let plain = Style { face: Face::Regular(look.family), size: 8.0, ink: BLACK };
    let brand = Style { face: Face::Bold(look.family), size: 16.0, ink: look.accent };
    let town = format!("{} {}", agency.postcode, agency.city);
    match look.frames {
        Frames::Boxed => {
            mark(page, agency, MARGIN, 34.0, 40.0);
            page.text(MARGIN + 52.0, 50.0, Style { size: 13.0, ..brand }, agency.brand);
            page.text(MARGIN + 52.0, 61.0, plain, format!("{} – {town}", agency.street));
            page.text(MARGIN + 52.0, 71.0, plain, format!("Tél. {} – {}", agency.phone, agency.email));
            let right = MARGIN + MEASURE;
            page.text_right(right, 50.0, plain, &format!("Agence : {}", agency.city));
            page.text_right(right, 61.0, plain, &format!("SIRET {}", spaced_siret(&agency.siret)));
            page.text_right(right, 71.0, plain, "Code APE 7820Z");
            92.0
        }
        Frames::Ruled => {
            mark(page, agency, WIDTH / 2.0 - 14.0, 24.0, 28.0);
            page.text_centre(WIDTH / 2.0, 70.0, Style { size: 20.0, ..brand }, agency.brand);
            let italic = Style { face: Face::Italic(look.family), size: 8.8, ink: GREY };
            page.text_centre(WIDTH / 2.0, 82.0, italic, "Agence d’emploi – travail temporaire et recrutement");
            page.text_centre(WIDTH / 2.0, 93.0, plain, &format!("{}, {town}  •  {}", agency.street, agency.phone));
            108.0
        }
        Frames::Airy => {
            page.fill(0.0, 0.0, WIDTH, 8.0, look.accent);
            mark(page, agency, MARGIN, 28.0, 34.0);
            page.text(MARGIN + 44.0, 47.0, brand, agency.brand);
            page.text(MARGIN + 44.0, 59.0, plain.ink(GREY), "L’intérim et le CDI, près de chez vous");
            for (i, line) in [agency.street, &town, agency.phone, agency.email].iter().enumerate() {
                page.text_right(MARGIN + MEASURE, 36.0 + i as f32 * 9.6, Style { size: 7.6, ..plain }, line);
            }
            84.0
        }
    }
}

/// The head of later sheets; answers where the text begins.
pub fn later(page: &mut Page, agency: &AgencyProfile, title: &str) -> f32 {
    let look = agency.look;
    let plain = Style { face: Face::Regular(look.family), size: 8.0, ink: GREY };
    let bold = Style { face: Face::Bold(look.family), size: 9.0, ink: look.accent };
    if look.frames == Frames::Airy {
        page.fill(0.0, 0.0, WIDTH, 8.0, look.accent);
    }
    mark(page, agency, MARGIN, 24.0, 18.0);
    page.text(MARGIN + 24.0, 36.0, bold, agency.brand);
    page.text_right(MARGIN + MEASURE, 36.0, plain, title);
    page.line((MARGIN, 47.0), (MARGIN + MEASURE, 47.0), 0.5, look.accent);
    56.0
}

/// The foot: legal mentions and the page's number.
pub fn foot(page: &mut Page, agency: &AgencyProfile, number: usize, count: usize) {
    let look = agency.look;
    let small = Style { face: Face::Regular(look.family), size: 6.2, ink: GREY };
    let y = HEIGHT - 46.0;
    page.line((MARGIN, y), (MARGIN + MEASURE, y), 0.4, if look.frames == Frames::Boxed { BLACK } else { look.accent });
    let legal = format!(
        "{} – SIRET {} – TVA {} – Code APE 7820Z – Entreprise de travail temporaire",
        agency.name,
        spaced_siret(&agency.siret),
        agency.vat_id()
    );
    let guaranteed = format!("Garantie financière : {}, {}", agency.guarantor.0, agency.guarantor.1);
    page.text_centre(WIDTH / 2.0, y + 9.0, small, &legal);
    page.text_centre(WIDTH / 2.0, y + 17.0, small, &guaranteed);
    let style = Style { size: 7.4, ..small };
    page.text_right(MARGIN + MEASURE, y + 28.0, style, &format!("Page {number}/{count}"));
    page.text(MARGIN, y + 28.0, Style { size: 5.6, ..small }, format!("Édité par {}", agency.erp));
}

/// The agency's mark in a square of `size` points.
fn mark(page: &mut Page, agency: &AgencyProfile, x: f32, y: f32, size: f32) {
    let ink = agency.look.accent;
    let at = |dx: f32, dy: f32| (x + dx * size, y + dy * size);
    match agency.look.frames {
        Frames::Boxed => {
            page.fill(x, y, size, size, ink);
            for i in 0..3 {
                let left = 0.18 + 0.24 * i as f32;
                let top = 0.62 - 0.2 * i as f32;
                page.fill(x + left * size, y + top * size, 0.16 * size, (0.82 - top) * size, WHITE);
            }
        }
        Frames::Ruled => {
            page.shape(vec![at(0.5, 0.0), at(1.0, 0.5), at(0.5, 1.0), at(0.0, 0.5)], ink);
            page.shape(vec![at(0.5, 0.2), at(0.8, 0.5), at(0.5, 0.8), at(0.2, 0.5)], agency.look.tint);
            page.shape(vec![at(0.5, 0.34), at(0.66, 0.5), at(0.5, 0.66), at(0.34, 0.5)], ink);
        }
        Frames::Airy => {
            page.disc(x + 0.5 * size, y + 0.5 * size, 0.5 * size, ink);
            let peaks = [(0.2, 0.7), (0.2, 0.34), (0.5, 0.62), (0.8, 0.34), (0.8, 0.7), (0.5, 0.84)];
            page.shape(peaks.iter().map(|&(dx, dy)| at(dx, dy)).collect(), WHITE);
        }
    }
}
