//! Documents that are broken, or made to break.

use coffreo_desk::viewer::{Viewer, ViewerError, ViewerLimits, ViewerSettings};

use super::{impatient_viewer, never, pdf, ready, settings, viewer};

/// `viewer` still shows a good document.
async fn still_works(viewer: &Viewer) {
    let good = pdf::of_texts(&["bon"]);
    viewer.page("good", 0, 500, || ready(&good)).await.unwrap();
    assert_eq!(viewer.text(good).await.unwrap().pages.len(), 1);
}

async fn is_unreadable(viewer: &Viewer, name: &str, document: &[u8]) {
    let outline = viewer.outline(name, || ready(document)).await;
    assert!(matches!(outline, Err(ViewerError::Unreadable)), "{name}: {outline:?}");
    let page = viewer.page(name, 0, 500, || ready(document)).await;
    assert!(matches!(page, Err(ViewerError::Unreadable)), "{name}: {page:?}");
    let text = viewer.text(document.to_vec()).await;
    assert!(matches!(text, Err(ViewerError::Unreadable)), "{name}: {text:?}");
}

/// The same on each run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..length).map(|_| next()).collect()
}

#[tokio::test]
async fn what_is_no_document_is_unreadable() {
    let viewer = viewer();
    is_unreadable(&viewer, "empty", b"").await;
    is_unreadable(&viewer, "random", &noise(100_000)).await;
    is_unreadable(&viewer, "head only", b"%PDF-1.7\n").await;
    is_unreadable(&viewer, "page of a proxy", b"<!doctype html><title>503</title>").await;
    is_unreadable(&viewer, "no pages", &pdf::of_contents(&[], (100, 100), "")).await;
    is_unreadable(&viewer, "locked by a password", include_bytes!("locked.pdf")).await;
    still_works(&viewer).await;
}

#[tokio::test]
async fn a_document_cut_anywhere_or_with_flipped_bytes_breaks_nothing() {
    let viewer = viewer();
    let whole = pdf::of_texts(&["un", "deux"]);
    for cut in (0..whole.len()).step_by(97) {
        // It may be readable still: PDFium repairs what it can.
        drop(viewer.page(&format!("cut {cut}"), 0, 200, || ready(&whole[..cut])).await);
    }
    for (number, noise) in noise(60).into_iter().enumerate() {
        let mut flipped = whole.clone();
        let at = (number * 31) % flipped.len();
        flipped[at] ^= noise | 1;
        drop(viewer.page(&format!("flipped {number}"), 0, 200, || ready(&flipped)).await);
        drop(viewer.text(flipped).await);
    }
    still_works(&viewer).await;
}

#[tokio::test]
async fn deep_nesting_breaks_nothing() {
    let viewer = viewer();
    for depth in [100, 10_000, 200_000] {
        let (arrays, tree) = (pdf::with_deep_arrays(depth), pdf::with_a_deep_page_tree(depth));
        drop(viewer.page(&format!("arrays {depth}"), 0, 200, || ready(&arrays)).await);
        drop(viewer.page(&format!("tree {depth}"), 0, 200, || ready(&tree)).await);
    }
    still_works(&viewer).await;
}

#[tokio::test]
async fn a_page_of_absurd_size_or_too_many_pages_are_too_large() {
    let limits = ViewerLimits { pages: 10, ..ViewerLimits::default() };
    let viewer = Viewer::new(ViewerSettings { limits, ..settings() });
    let wide = pdf::of_contents(&[Vec::new()], (2_000_000_000, 2_000_000_000), "");
    assert!(matches!(viewer.page("wide", 0, 1000, || ready(&wide)).await, Err(ViewerError::TooLarge)));
    let long = pdf::of_texts(&[""; 11]);
    assert!(matches!(viewer.outline("long", || ready(&long)).await, Err(ViewerError::TooLarge)));
    still_works(&viewer).await;
}

#[tokio::test]
async fn a_huge_document_is_refused_before_any_worker_sees_it() {
    let viewer = viewer();
    let huge = || async { Ok::<_, std::io::Error>(vec![b'%'; 200 * 1024 * 1024]) };
    assert!(matches!(viewer.outline("huge", huge).await, Err(ViewerError::TooLarge)));
    assert!(viewer.worker_processes().is_empty());
    still_works(&viewer).await;
}

#[tokio::test]
async fn a_page_that_runs_away_is_stopped_and_others_go_on() {
    let viewer = impatient_viewer();
    let runaway = pdf::that_runs_away();
    let page = viewer.page("runaway", 0, 1000, || ready(&runaway)).await;
    assert!(matches!(page, Err(ViewerError::TooSlow)), "{page:?}");
    still_works(&viewer).await;
    // It is not tried again at once, not even loaded.
    assert!(matches!(viewer.page("runaway", 0, 1000, never).await, Err(ViewerError::Unreadable)));
    still_works(&viewer).await;
}

#[tokio::test]
async fn text_that_runs_away_is_stopped_and_pages_go_on() {
    let viewer = impatient_viewer();
    let good = pdf::of_texts(&["bon"]);
    let (text, page) = tokio::join!(viewer.text(pdf::that_runs_away()), viewer.page("good", 0, 500, || ready(&good)));
    assert!(matches!(text, Err(ViewerError::TooSlow)), "{text:?}");
    page.unwrap();
    still_works(&viewer).await;
}

#[tokio::test]
async fn a_document_that_eats_memory_does_not_eat_the_machine() {
    // One image that claims 30,000 × 30,000 pixels, compressed to nothing.
    let limits = ViewerLimits { worker_memory_bytes: 700 * 1024 * 1024, ..ViewerLimits::default() };
    let viewer = Viewer::new(ViewerSettings { limits, ..settings() });
    let image = pdf::stream(
        "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceRGB \
         /Filter /RunLengthDecode",
        &[129, 0].repeat(1_000_000),
    );
    let document = pdf::of_objects(&[
        pdf::object("<< /Type /Catalog /Pages 2 0 R >>"),
        pdf::object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        pdf::object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /XObject << /X 5 0 R >> >> >>",
        ),
        pdf::stream("", b"595 0 0 842 0 0 cm /X Do"),
        image,
    ]);
    // Shown without the image, or refused: both are well.
    drop(viewer.page("bomb", 0, 1000, || ready(&document)).await);
    still_works(&viewer).await;
}
