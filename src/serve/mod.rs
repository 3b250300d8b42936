//! A local page that shows a workspace: its cases, their letters, bundles and diagnostics. It shows; it never
//! edits and never sends. Only this machine reaches it, and only who has its secret (`guard`).
//!
//! What the page shows stands in `state`. `gather` fills it from case files and manifests, `checks` from
//! workers, and `live` says what to look at again. `routes` answers from it: nothing that a browser says
//! becomes part of a path.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use jiff::civil::Date;

use crate::locale::Locale;
use crate::options::{Lang, Options};

/// The page itself.
pub mod assets;

/// Checks in the background.
pub mod checks;

/// One case, all of it.
pub mod detail;

/// What case files and manifests say.
pub mod gather;

/// Who may ask.
pub mod guard;

/// The list of cases.
pub mod list;

/// What changes on the disk.
pub mod live;

/// Pages of bundles as pictures.
pub mod pictures;

/// What answers what.
pub mod routes;

/// What is known of the cases.
pub mod state;

/// What the page is made for.
pub struct Setup {
    /// The paths that were asked for.
    pub paths: Vec<PathBuf>,
    /// The cases that were found there.
    pub cases: Vec<String>,
    /// The program that workers run.
    pub program: PathBuf,
    /// What workers need, for any task.
    pub options: Options,
    /// How many workers check at a time.
    pub jobs: usize,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// The language that the page begins with.
    pub lang: Lang,
    /// Today.
    pub today: Box<dyn Fn() -> Date + Send + Sync>,
}

/// Everything that answers need.
pub struct Site {
    setup: Setup,
    book: state::Book,
    keys: guard::Keys,
    pictures: pictures::Pictures,
    todo: checks::Todo,
    english: Locale,
    chinese: Locale,
}

impl Site {
    /// The words of a language.
    fn locale(&self, lang: Lang) -> &Locale {
        match lang {
            Lang::En => &self.english,
            Lang::Zh => &self.chinese,
        }
    }
}

/// Where the page is.
pub struct Address {
    /// For the user: good as long as the page is served.
    pub url: String,
    /// For a program that is started with it: good once. Who lists the processes of this machine sees it.
    pub once: String,
}

/// Serves the page until the program is ended. `ready` hears where it is.
///
/// # Errors
/// The port is taken, or what the system says.
pub fn run(setup: Setup, ready: &mut dyn FnMut(&Address)) -> io::Result<()> {
    let listeners = listen(setup.port)?;
    let port = match listeners.first() {
        Some(first) => first.local_addr()?.port(),
        None => setup.port,
    };
    let (english, chinese) = (Locale::new(Lang::En), Locale::new(Lang::Zh));
    let (keys, pictures) = (guard::Keys::new(port), pictures::Pictures::default());
    let (book, todo) = (state::Book::new(&setup.cases), checks::Todo::default());
    let site = Arc::new(Site { setup, book, keys, pictures, todo, english, chinese });
    let works: [fn(&Site); 4] = [checks::all, checks::changed, live::watch, pictures::draw];
    for work in works {
        let site = site.clone();
        std::thread::spawn(move || work(&site));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build()?;
    runtime.block_on(async {
        let router = Router::new().fallback(routes::answer).with_state(site.clone());
        let mut serving = Vec::new();
        for listener in listeners {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            serving.push(tokio::spawn(axum::serve(listener, router.clone()).into_future()));
        }
        ready(&site.keys.address());
        for server in serving {
            server.await.map_err(io::Error::other)??;
        }
        Ok(())
    })
}

/// Listens on this machine alone: on both of its addresses, for browsers differ in which one `localhost` is.
fn listen(port: u16) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = first.local_addr()?.port();
    let second = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port)));
    // A machine without IPv6 has no second one.
    Ok(std::iter::once(first).chain(second).collect())
}
