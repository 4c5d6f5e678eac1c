//! Pages and their sizes.

use std::io::Cursor;

use coffreo_desk::viewer::{PageImage, PageSize, Viewer, ViewerError, ViewerSettings, WorkerCommand};

use super::{never, pdf, ready, settings, viewer};

/// RGBA.
fn decoded(image: &PageImage) -> Vec<u8> {
    let mut decoder = png::Decoder::new(Cursor::new(&image.bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (image.width, image.height));
    let channels = info.color_type.samples();
    pixels.chunks_exact(channels).flat_map(|p| [p[0], p[1 % channels], p[2 % channels], 255]).collect()
}

fn pixel(pixels: &[u8], image: &PageImage, x: u32, y: u32) -> [u8; 3] {
    let at = ((y * image.width + x) * 4) as usize;
    [pixels[at], pixels[at + 1], pixels[at + 2]]
}

#[tokio::test]
async fn a_document_tells_the_size_of_each_page() {
    let document = pdf::of_texts(&["un", "deux", "trois"]);
    let outline = viewer().outline("a", || ready(&document)).await.unwrap();
    assert_eq!(outline.pages, [PageSize { width_pt: 595.0, height_pt: 842.0 }; 3]);
}

#[tokio::test]
async fn a_turned_page_has_the_size_it_is_shown_in() {
    let document = pdf::of_contents(&[b"".to_vec()], (200, 100), "/Rotate 90");
    let viewer = viewer();
    let outline = viewer.outline("a", || ready(&document)).await.unwrap();
    assert_eq!(outline.pages, [PageSize { width_pt: 100.0, height_pt: 200.0 }]);
    let image = viewer.page("a", 0, 1000, never).await.unwrap();
    assert_eq!((image.width, image.height), (100, 200));
}

#[tokio::test]
async fn a_page_has_the_asked_size_and_shows_what_is_on_it() {
    // A red field in the lower left quarter.
    let document = pdf::of_contents(&[b"1 0 0 rg 0 0 100 150 re f".to_vec()], (200, 300), "");
    let image = viewer().page("a", 0, 1500, || ready(&document)).await.unwrap();
    assert_eq!((image.width, image.height, image.mime), (300, 450, "image/png"));
    let pixels = decoded(&image);
    assert_eq!(pixel(&pixels, &image, 20, 430), [255, 0, 0]);
    assert_eq!(pixel(&pixels, &image, 20, 20), [255, 255, 255]);
    assert_eq!(pixel(&pixels, &image, 280, 430), [255, 255, 255]);
}

#[tokio::test]
async fn text_and_grey_and_colour_come_out_alike() {
    let content = b"0.5 g 0 0 50 50 re f 0 0 1 rg 50 0 50 50 re f 0 g BT /F1 30 Tf 10 60 Td (Bonjour) Tj ET".to_vec();
    let grey = b"0.5 g 0 0 50 50 re f 0 g BT /F1 30 Tf 10 60 Td (Bonjour) Tj ET".to_vec();
    let document = pdf::of_contents(&[content, grey], (200, 100), "");
    let viewer = viewer();
    let colour = viewer.page("a", 0, 1000, || ready(&document)).await.unwrap();
    let grey = viewer.page("a", 1, 1000, never).await.unwrap();
    let (colour_pixels, grey_pixels) = (decoded(&colour), decoded(&grey));
    assert_eq!(pixel(&colour_pixels, &colour, 75, 75), [0, 0, 255]);
    for y in 0..100 {
        for x in (0..50).chain(100..200) {
            let (in_colour, in_grey) = (pixel(&colour_pixels, &colour, x, y), pixel(&grey_pixels, &grey, x, y));
            assert_eq!(in_colour, in_grey, "at {x}, {y}");
        }
    }
    assert!(grey_pixels.chunks_exact(4).any(|p| p[0] == 0), "the text is black");
}

#[tokio::test]
async fn what_a_signature_shows_is_shown() {
    let appearance = pdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 50 50]", b"0 1 0 rg 0 0 50 50 re f");
    let document = pdf::of_objects(&[
        pdf::object("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>"),
        pdf::object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        pdf::object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R] >>"),
        pdf::object(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F 132 /Rect [0 0 50 50] /P 3 0 R \
             /AP << /N 5 0 R >> >>",
        ),
        appearance,
    ]);
    let image = viewer().page("a", 0, 1000, || ready(&document)).await.unwrap();
    assert_eq!(pixel(&decoded(&image), &image, 25, 75), [0, 255, 0]);
}

#[tokio::test]
async fn a_document_is_loaded_once_for_all_its_pages() {
    let document = pdf::of_texts(&["un", "deux", "trois"]);
    let viewer = viewer();
    viewer.outline("a", || ready(&document)).await.unwrap();
    for page in 0..3 {
        viewer.page("a", page, 500, never).await.unwrap();
    }
    viewer.outline("a", never).await.unwrap();
}

#[tokio::test]
async fn what_was_prefetched_needs_no_worker_any_more() {
    let document = pdf::of_texts(&["un", "deux", "trois"]);
    let viewer = viewer();
    viewer.prefetch("a", 0..3, 500, || ready(&document)).await;
    let first = viewer.page("a", 0, 500, never).await.unwrap();
    let again = viewer.page("a", 0, 500, never).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &again));
}

#[tokio::test]
async fn what_does_not_exist_or_is_too_large_is_said_so() {
    let document = pdf::of_texts(&["un"]);
    let viewer = viewer();
    let page = |number, scale| viewer.page("a", number, scale, || ready(&document));
    assert!(matches!(page(1, 1000).await, Err(ViewerError::NoSuchPage)));
    assert!(matches!(page(u32::MAX, 1000).await, Err(ViewerError::NoSuchPage)));
    assert!(matches!(page(0, u32::MAX).await, Err(ViewerError::TooLarge)));
    let smallest = page(0, 0).await.unwrap();
    assert_eq!((smallest.width, smallest.height), (1, 1));
}

#[tokio::test]
async fn the_callers_own_error_comes_back() {
    let load = || async { Err::<Vec<u8>, _>(std::io::Error::other("the vault is locked")) };
    let error = viewer().outline("a", load).await.unwrap_err();
    assert!(matches!(error, ViewerError::NotLoaded(cause) if cause.to_string() == "the vault is locked"));
}

#[tokio::test]
async fn a_worker_that_cannot_start_is_said_so() {
    let worker = WorkerCommand { program: "/nowhere/worker".into(), args: Vec::new() };
    let viewer = Viewer::new(ViewerSettings { worker, ..settings() });
    let document = pdf::of_texts(&["un"]);
    let error = viewer.outline("a", || ready(&document)).await.unwrap_err();
    assert!(matches!(error, ViewerError::WorkerUnavailable { reason } if reason.contains("/nowhere/worker")));
}

#[tokio::test]
async fn a_program_that_is_no_worker_is_said_so() {
    let program = env!("CARGO_BIN_EXE_coffreo-pdf-worker").into();
    let viewer = Viewer::new(ViewerSettings { worker: WorkerCommand { program, args: Vec::new() }, ..settings() });
    assert!(matches!(viewer.warm_up().await, Err(ViewerError::WorkerUnavailable { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_documents_at_once_come_out_right() {
    let viewer = viewer();
    let asked: Vec<_> = (0..24_u32)
        .map(|number| {
            let viewer = viewer.clone();
            tokio::spawn(async move {
                let side = i64::from(100 + number);
                let document = pdf::of_contents(&[b"0 g 0 0 9 9 re f".to_vec(), Vec::new()], (side, 50), "");
                let key = format!("document {number}");
                let (page, text) = tokio::join!(
                    viewer.page(&key, number % 2, 1000, || ready(&document)),
                    viewer.text(document.clone())
                );
                assert_eq!(page.unwrap().width, 100 + number);
                assert_eq!(text.unwrap().pages.len(), 2);
            })
        })
        .collect();
    for one in asked {
        one.await.unwrap();
    }
}

#[tokio::test]
async fn while_nobody_looks_no_worker_runs_and_the_next_look_starts_one() {
    let document = pdf::of_texts(&["un"]);
    let viewer = viewer();
    let before = viewer.page("a", 0, 1000, || ready(&document)).await.unwrap();
    assert!(!viewer.worker_processes().is_empty());
    viewer.rest().await;
    assert!(viewer.worker_processes().is_empty());
    let after = viewer.page("a", 0, 1000, || ready(&document)).await.unwrap();
    assert_eq!(before.bytes, after.bytes);
}
