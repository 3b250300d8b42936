//! The engine inside the program: Typst as a library, over a world in memory that holds our
//! templates, the data and the fonts. No network, no packages, no other file.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult, SourceDiagnostic, SourceResult};
use typst::engine::Engine as Typesetter;
use typst::foundations::{Bytes, Content, Datetime, Duration, Output, StyleChain, Target};
use typst::introspection::Introspector;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::{PagedDocument, PagedIntrospector};
use typst_pdf::{PdfOptions, Timestamp};

use super::{Document, Engine, EngineError, TYPST_FILES};

/// The version of Typst that is built in.
pub const VERSION: &str = "0.15.1";

/// The engine inside the program.
pub struct Embedded {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
}

impl Embedded {
    /// Makes the engine ready; `fonts` are the embedded ones.
    pub fn new(fonts: Vec<Font>) -> Self {
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            library: LazyHash::new(Library::builder().build()),
        }
    }
}

/// The name of this engine, with its version.
pub const NAME: &str = "embedded 0.15.1";

impl Engine for Embedded {
    fn name(&self) -> &str {
        NAME
    }

    fn typeset(&self, document: &Document<'_>) -> Result<Vec<u8>, EngineError> {
        let main = files()
            .iter()
            .find(|file| file.name == document.main)
            .map(|file| file.id)
            .ok_or_else(|| EngineError::Failed(format!("no template {}", document.main)))?;
        let mut fonts = self.fonts.clone();
        fonts.extend(document.fonts.extras.iter().flat_map(|extra| extra.faces.iter().cloned()));
        let own_book = (fonts.len() > self.fonts.len()).then(|| LazyHash::new(FontBook::from_fonts(&fonts)));
        let world = CaseWorld {
            main,
            data: Bytes::new(document.data.clone()),
            setting: Bytes::new(document.setting.clone()),
            fonts: &fonts,
            book: own_book.as_ref().unwrap_or(&self.book),
            library: &self.library,
            date: datetime(document),
        };
        let compiled = typst::compile::<Round>(&world);
        let latest = LATEST.take();
        compiled.output.map_err(|errors| EngineError::Failed(explain(&world, &errors)))?;
        let pages = latest.ok_or_else(|| EngineError::Failed("nothing was laid out".to_owned()))?;
        // Without this the memory of every case stays; templates are cheap to read again. What is known of a
        // long document is of no use to the next one, and so large that it goes before its pages are written.
        let long = pages.pages().len() > LONG || document.data.len() > WIDE;
        if long {
            comemo::evict(0);
        }
        let options = PdfOptions { timestamp: world.date.map(Timestamp::new_utc), ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&pages, &options).map_err(|errors| EngineError::Failed(explain(&world, &errors)));
        drop(pages);
        comemo::evict(if long { 0 } else { 2 });
        pdf
    }
}

thread_local! {
    /// The pages of the latest round.
    static LATEST: RefCell<Option<PagedDocument>> = const { RefCell::new(None) };
}

/// What a round of layout says of its places: pages are laid out anew until the numbers that they name are those
/// that they have. Typst keeps every round, but asks those that are over for no more than this.
struct Round(Arc<PagedIntrospector>);

impl Output for Round {
    fn introspector(&self) -> &dyn Introspector {
        self.0.as_ref()
    }

    fn target() -> Target {
        PagedDocument::target()
    }

    fn create(engine: &mut Typesetter<'_>, content: &Content, styles: StyleChain<'_>) -> SourceResult<Self> {
        drop(LATEST.take());
        let pages = PagedDocument::create(engine, content, styles)?;
        // What this round had no use for, the next one has none for either.
        if pages.pages().len() > LONG {
            comemo::evict(1);
        }
        let introspector = Arc::clone(pages.introspector());
        LATEST.set(Some(pages));
        Ok(Self(introspector))
    }
}

fn datetime(document: &Document<'_>) -> Option<Datetime> {
    let date = document.date;
    Datetime::from_ymd_hms(
        i32::from(date.year()),
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
        0,
        0,
        0,
    )
}

/// A template.
struct File {
    name: &'static str,
    text: &'static str,
    id: FileId,
    source: OnceLock<Source>,
}

/// The templates. Paths are interned for the life of the process, so they are made once; a file is parsed when
/// it is asked for.
fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let file = |(name, text): &(&'static str, &'static str)| {
            Some(File { name, text, id: id(name)?, source: OnceLock::new() })
        };
        TYPST_FILES.iter().filter_map(file).collect()
    })
}

/// The two files of data: `case.json` and `setting.json`.
fn json_ids() -> (Option<FileId>, Option<FileId>) {
    static IDS: OnceLock<(Option<FileId>, Option<FileId>)> = OnceLock::new();
    *IDS.get_or_init(|| (id("case.json"), id("setting.json")))
}

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

fn explain(world: &CaseWorld<'_>, errors: &[SourceDiagnostic]) -> String {
    let lines = errors.iter().take(5).map(|error| {
        let at = error.span.id().and_then(|id| {
            let source = world.source(id).ok()?;
            let range = world.range(error.span)?;
            let line = source.lines().byte_to_line(range.start)? + 1;
            Some(format!("{}:{line}: ", id.get().vpath().get_without_slash()))
        });
        format!("{}{}", at.unwrap_or_default(), error.message)
    });
    lines.collect::<Vec<_>>().join("; ")
}

/// Documents with more pages are forgotten at once.
const LONG: usize = 60;

/// Documents with more data, in bytes, too: a volume of few pages has the index of all of them. A usual case has a
/// fifth of it.
const WIDE: usize = 128 << 10;

struct CaseWorld<'a> {
    main: FileId,
    data: Bytes,
    setting: Bytes,
    fonts: &'a [Font],
    book: &'a LazyHash<FontBook>,
    library: &'a LazyHash<Library>,
    date: Option<Datetime>,
}

impl World for CaseWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = files().iter().find(|file| file.id == id).ok_or(FileError::AccessDenied)?;
        Ok(found.source.get_or_init(|| Source::new(id, found.text.to_owned())).clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match json_ids() {
            (Some(data), _) if data == id => Ok(self.data.clone()),
            (_, Some(setting)) if setting == id => Ok(self.setting.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.date
    }
}
