//! PDFs written by hand, good ones and bad ones. They must not need anything but this file.

use std::fmt::Write as _;

/// A page of A4 for each text, in Helvetica, one line a text line.
pub fn of_texts(pages: &[&str]) -> Vec<u8> {
    let pages: Vec<Vec<u8>> = pages
        .iter()
        .map(|text| {
            let mut content = b"BT /F1 12 Tf 14 TL 50 780 Td\n".to_vec();
            for line in text.lines() {
                content.push(b'(');
                content.extend(line.chars().flat_map(win_ansi));
                content.extend_from_slice(b") Tj T*\n");
            }
            content.extend_from_slice(b"ET\n");
            content
        })
        .collect();
    of_contents(&pages, (595, 842), "")
}

/// Pages of the given size in points, with these content streams; `extra` goes into each page's dictionary.
pub fn of_contents(pages: &[Vec<u8>], (width, height): (i64, i64), extra: &str) -> Vec<u8> {
    let mut objects = vec![Vec::new(), Vec::new()];
    objects.push(object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
    let mut kids = String::new();
    for content in pages {
        let page = objects.len() + 1;
        write!(kids, "{page} 0 R ").unwrap();
        objects.push(object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> {extra} >>",
            page + 1
        )));
        objects.push(stream("", content));
    }
    objects[0] = object("<< /Type /Catalog /Pages 2 0 R >>");
    objects[1] = object(&format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()));
    of_objects(&objects)
}

/// One page whose content calls a form that calls a form … ten times ten times ten: drawn to the end it takes years.
pub fn that_runs_away() -> Vec<u8> {
    let levels = 14;
    let calls = "/X Do ".repeat(10);
    let mut objects = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /XObject << /X 5 0 R >> >> >>",
        ),
        stream("", calls.as_bytes()),
    ];
    for level in 0..levels {
        let below = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {} 0 R >> >>",
            6 + level
        );
        objects.push(stream(&below, calls.as_bytes()));
    }
    objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", b"0 0 500 500 re f"));
    of_objects(&objects)
}

/// One empty page, and a file beside it.
pub fn that_carries(name: &str, bytes: &[u8]) -> Vec<u8> {
    of_objects(&[
        object(&format!("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [({name}) 4 0 R] >> >> >>")),
        object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"),
        object(&format!("<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F 5 0 R >> /AFRelationship /Data >>")),
        stream("/Type /EmbeddedFile /Subtype /text#2Fxml", bytes),
    ])
}

/// A page tree of which each node has only the next one below it.
pub fn with_a_deep_page_tree(depth: usize) -> Vec<u8> {
    let mut objects = vec![object("<< /Type /Catalog /Pages 2 0 R >>")];
    objects.extend((0..depth).map(|level| object(&format!("<< /Type /Pages /Count 1 /Kids [{} 0 R] >>", level + 3))));
    objects.push(object("<< /Type /Page /MediaBox [0 0 595 842] >>"));
    of_objects(&objects)
}

/// A catalog that holds an array in an array in an array …
pub fn with_deep_arrays(depth: usize) -> Vec<u8> {
    let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    of_objects(&[
        object(&format!("<< /Type /Catalog /Pages 2 0 R /Deep {nested} >>")),
        object(&format!("<< /Type /Pages /Count 1 /Kids [3 0 R] /Deep {nested} >>")),
        object(&format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Deep {nested} >>")),
    ])
}

/// Numbered from 1 in the order given; 1 is the catalog.
pub fn of_objects(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, body) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", pdf.len()).unwrap();
        pdf.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    pdf.extend_from_slice(table.as_bytes());
    let size = objects.len() + 1;
    pdf.extend_from_slice(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    pdf
}

pub fn object(dictionary: &str) -> Vec<u8> {
    dictionary.as_bytes().to_vec()
}

pub fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend_from_slice(content);
    stream.extend_from_slice(b"\nendstream");
    stream
}

/// What stands for a character in a literal string of a font in WinAnsi.
fn win_ansi(character: char) -> Vec<u8> {
    match character {
        '(' | ')' | '\\' => vec![b'\\', character as u8],
        '€' => vec![0x80],
        '’' => vec![0x92],
        'œ' => vec![0x9c],
        latin1 => vec![u8::try_from(u32::from(latin1)).expect("a character of WinAnsi")],
    }
}
