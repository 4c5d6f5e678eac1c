//! The desktop app's entry: the window, or, when started with the private argument, the PDF worker.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use coffreo_desk::viewer::{WORKER_ARGUMENT, run_worker};

fn main() -> std::process::ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == WORKER_ARGUMENT) {
        return run_worker();
    }
    draw_without_a_gpu();
    coffreo_desktop::run()
}

/// Where there is no graphics processor (virtual desktops, terminal servers), WebKit would imitate one: compiling shaders
/// for it took longer than everything else of a start, and 70 MiB. Told so, it draws by itself.
#[cfg(target_os = "linux")]
fn draw_without_a_gpu() {
    const CHOICE: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    let gpu = nodes.into_iter().any(|node| node.file_name().to_string_lossy().starts_with("renderD"));
    if !gpu && std::env::var_os(CHOICE).is_none() {
        // SAFETY: first of all, before there is another thread.
        unsafe { std::env::set_var(CHOICE, "1") };
    }
}

/// The other systems' web views see to it themselves.
#[cfg(not(target_os = "linux"))]
fn draw_without_a_gpu() {}
