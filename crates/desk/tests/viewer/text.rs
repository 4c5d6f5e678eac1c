//! Text for the index.

use coffreo_desk::viewer::{Viewer, ViewerLimits, ViewerSettings};

use super::{pdf, ready, settings, viewer};

#[tokio::test]
async fn accents_come_out_of_a_page_as_they_went_in() {
    let first = "Contrat de mission n° 4711\nIntérimaire : Zoë Lefèvre, à Nîmes (Gard)";
    let document = pdf::of_texts(&[first, "", "Prix : 1 234,56 € — payé".replace('—', "-").as_str()]);
    let text = viewer().text(document).await.unwrap();
    assert!(!text.truncated);
    let [one, two, three] = text.pages.as_slice() else { panic!("three pages") };
    assert_eq!(one.lines().map(str::trim_end).collect::<Vec<_>>(), first.lines().collect::<Vec<_>>());
    assert_eq!(two, "");
    assert!(three.contains("1 234,56 € - payé"), "{three}");
}

#[tokio::test]
async fn long_documents_are_read_as_far_as_the_limits_go() {
    let limits = ViewerLimits { text_pages: 3, text_characters: 25, ..ViewerLimits::default() };
    let viewer = Viewer::new(ViewerSettings { limits, ..settings() });
    let text = viewer.text(pdf::of_texts(&["0123456789"; 5])).await.unwrap();
    assert!(text.truncated);
    assert_eq!(text.pages, ["0123456789", "0123456789", "01234"]);

    let pages = viewer.text(pdf::of_texts(&["0"; 5])).await.unwrap();
    assert!(pages.truncated);
    assert_eq!(pages.pages, ["0"; 3]);
}

#[tokio::test]
async fn a_page_on_screen_does_not_wait_for_the_text_of_a_long_document() {
    let page = "Conditions générales de mise à disposition, article premier.\n".repeat(50);
    let long = pdf::of_texts(&vec![page.as_str(); 400]);
    let short = pdf::of_texts(&["court"]);
    for workers in [1, 2] {
        let viewer = Viewer::new(ViewerSettings { workers, ..settings() });
        viewer.outline("short", || ready(&short)).await.unwrap();
        let text = viewer.text(long.clone());
        tokio::pin!(text);
        tokio::select! {
            biased;
            page = viewer.page("short", 0, 1000, || ready(&short)) => { page.unwrap(); }
            _ = &mut text => panic!("the page came last, with {workers} workers"),
        }
        assert_eq!(text.await.unwrap().pages.len(), 400);
    }
}
