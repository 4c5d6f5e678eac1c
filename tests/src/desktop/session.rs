//! A display, a bus, a notification daemon and a keyring.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::screen::Screen;
use crate::process::{Running, run};

/// A home folder that outlives the sessions: the vault, the keyring and the downloads stay.
#[derive(Debug)]
pub struct Home {
    /// The folder.
    pub folder: PathBuf,
}

impl Home {
    /// Makes the folder.
    pub fn new(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// The app's own folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where the app saves.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("Téléchargements")
    }
}

/// One log-in of the person.
#[derive(Debug)]
pub struct Session {
    // Dropped in this order: the display goes last.
    dunst: Running,
    _keyring: Option<Running>,
    _bus: Running,
    _display: Option<Running>,
    variables: Vec<(String, String)>,
    runtime: tempfile::TempDir,
}

impl Session {
    /// Starts all of it. Without `display` (as in `:0`), an Xvfb of the given size is started.
    pub async fn start(home: &Home, display: Option<&str>, (width, height): (u32, u32)) -> Result<Self> {
        let runtime = tempfile::Builder::new().prefix("coffreo-run-").tempdir()?;
        let display_server = match display {
            Some(_) => None,
            None => Some(start_xvfb(runtime.path(), width, height).await?),
        };
        let display = match (&display_server, display) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(name)) => name.to_owned(),
            (None, None) => unreachable!("one of the two is there"),
        };
        let mut variables = vec![
            ("DISPLAY".to_owned(), display),
            ("HOME".to_owned(), text(&home.folder)?),
            ("XDG_RUNTIME_DIR".to_owned(), text(runtime.path())?),
            ("XDG_CONFIG_HOME".to_owned(), text(&home.folder.join(".config"))?),
            ("XDG_DATA_HOME".to_owned(), text(&home.folder.join(".local/share"))?),
            ("XDG_CACHE_HOME".to_owned(), text(&home.folder.join(".cache"))?),
            ("COFFREO_DATA".to_owned(), text(&home.data())?),
            ("COFFREO_DOWNLOADS".to_owned(), text(&home.downloads())?),
            ("LC_ALL".to_owned(), "C.UTF-8".to_owned()),
        ];
        let socket = format!("unix:path={}", text(&runtime.path().join("bus"))?);
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile"]).arg(format!("--address={socket}"));
        let bus = Running::start(bus.envs(variables.iter().cloned()))?;
        variables.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), socket));
        wait_until("the session bus", || Ok(runtime.path().join("bus").exists())).await?;
        let keyring = start_keyring(&variables)?;
        let mut dunst = Command::new("dunst");
        dunst.args(["-print"]).envs(variables.iter().cloned());
        let session = Self {
            dunst: Running::start(&mut dunst)?,
            _keyring: Some(keyring),
            _bus: bus,
            _display: display_server.map(|(server, _)| server),
            variables,
            runtime,
        };
        // Asking it anything would make the bus start another one, if it is not there yet.
        wait_until("the notification daemon", || session.has_owner("org.freedesktop.Notifications")).await?;
        wait_until("the secret service", || session.has_owner("org.freedesktop.secrets")).await?;
        Ok(session)
    }

    /// What a program of this session must find in its environment.
    pub fn variables(&self) -> impl Iterator<Item = (String, String)> {
        self.variables.iter().cloned()
    }

    /// Waits until a notification with these words is on the screen.
    pub async fn notification(&self, words: &str) -> Result<()> {
        wait_until(&format!("a notification with «{words}»"), || Ok(self.notifications().contains(words))).await
    }

    /// What is on the virtual display.
    pub fn screen(&self) -> Result<Screen> {
        Screen::open(self.runtime.path())
    }

    /// All that was notified in this session, as the daemon printed it.
    pub fn notifications(&self) -> String {
        self.dunst.output()
    }

    /// Clicks the newest notification that is on the screen.
    pub fn click_notification(&self) -> Result<()> {
        self.dunstctl(&["action", "0"]).map(drop)
    }

    /// Closes all notifications.
    pub fn close_notifications(&self) -> Result<()> {
        self.dunstctl(&["close-all"]).map(drop)
    }

    /// Presses a key in a dialog of the system's toolkit, which WebDriver does not see, as soon as it is there.
    pub async fn press_in_dialog(&self, title: &str, key: &str) -> Result<()> {
        let find = || self.output(Command::new("xdotool").args(["search", "--onlyvisible", "--name", title]));
        wait_until(&format!("a dialog «{title}»"), || Ok(find().is_ok_and(|found| !found.trim().is_empty()))).await?;
        let found = find()?;
        let id = found.lines().last().context("the dialog's window")?;
        // Without a window manager nobody gives it the focus.
        self.output(Command::new("xdotool").args(["windowfocus", "--sync", id]))?;
        let gone = || self.output(Command::new("xdotool").args(["search", "--onlyvisible", "--name", title]));
        self.output(Command::new("xdotool").args(["key", "--clearmodifiers", key]))?;
        wait_until("the dialog is gone", || Ok(gone().map_or(true, |left| left.trim().is_empty()))).await
    }

    /// A picture of the whole display, notifications included.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        let mut import = Command::new("import");
        import.args(["-silent", "-window", "root"]).arg(file).envs(self.variables());
        let status = import.status().context("ImageMagick's import could not be started")?;
        if !status.success() {
            bail!("no screenshot could be taken");
        }
        Ok(())
    }

    fn dunstctl(&self, arguments: &[&str]) -> Result<String> {
        self.output(Command::new("dunstctl").args(arguments))
    }

    fn has_owner(&self, name: &str) -> Result<bool> {
        let mut send = Command::new("dbus-send");
        send.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        send.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]);
        Ok(self.output(&mut send).is_ok_and(|answer| answer.contains("boolean true")))
    }

    fn output(&self, command: &mut Command) -> Result<String> {
        let output = command.envs(self.variables()).output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Waits until it holds, for up to thirty seconds.
pub async fn wait_until(what: &str, mut holds: impl FnMut() -> Result<bool>) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(30);
    while !holds()? {
        if Instant::now() > until {
            bail!("waited in vain for {what}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

async fn start_xvfb(runtime: &Path, width: u32, height: u32) -> Result<(Running, String)> {
    let number = runtime.join("display");
    let mut xvfb = Command::new("sh");
    let script =
        format!("exec Xvfb -displayfd 3 -screen 0 {width}x{height}x24 -fbdir \"$0\" -nolisten tcp -noreset 3>\"$1\"");
    xvfb.args(["-c", &script]).arg(runtime).arg(&number);
    let running = Running::start(&mut xvfb)?;
    let read = || std::fs::read_to_string(&number).unwrap_or_default();
    wait_until("the display", || Ok(read().ends_with('\n'))).await?;
    Ok((running, format!(":{}", read().trim())))
}

/// The keyring's password is the person's log-in password: the daemon is started unlocked, as a log-in does.
fn start_keyring(variables: &[(String, String)]) -> Result<Running> {
    run("sh", ["-c", "command -v gnome-keyring-daemon"]).context("gnome-keyring is not installed")?;
    let script = "printf 'log-in password\\n' | gnome-keyring-daemon --foreground --unlock --components=secrets";
    Running::start(Command::new("sh").args(["-c", script]).envs(variables.iter().cloned()))
}

fn text(path: &Path) -> Result<String> {
    path.to_str().map(str::to_owned).context("a path that is not text")
}
