//! Which font shows which character.
//!
//! Characters that the fonts inside the program cover always use them. Any other character is
//! looked for in `[fonts] paths`, then in the font that the build was given, then in the system's
//! font folders by a fixed order of names. Found nowhere, it is E013: Typst would print a box and
//! say nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::foundations::Bytes;
use typst::text::Font;

use crate::read;

/// The font that the build was given (`APPEALC_CJK_FONT`), or nothing.
static COMPILED_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cjk-font"));

/// Beginnings of the names of system font files, in the order in which they are tried: Chinese,
/// Japanese, Korean; then the other scripts; then signs.
const SYSTEM_NAMES: &[&str] = &[
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "notosanssc",
    "sourcehansanssc-regular",
    "sourcehansans-regular",
    "notoserifcjk-regular",
    "msyh.",
    "pingfang",
    "hiragino sans gb",
    "stheiti light",
    "simsun",
    "simhei",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallbackfull",
    "droidsansfallback",
    "malgun.",
    "yugothm",
    "applesdgothicneo",
    "notosansarabic",
    "notonaskharabic",
    "notosanshebrew",
    "notosansthai",
    "notosansdevanagari",
    "dejavusans.",
    "arial unicode",
    "arialuni",
    "segoeui.",
    "notosans-regular",
    "notosanssymbols",
    "notoemoji",
    "symbola",
    "seguisym",
    "seguiemj",
    "freesans.",
    "unifont",
];

/// Fonts beyond those inside the program that a case needs.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// In the order in which they are tried.
    pub extras: Vec<Arc<Extra>>,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
}

/// A font file that is not inside the program.
#[derive(Debug)]
pub struct Extra {
    /// The file's name, for the engine that wants files.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Every face in it.
    pub faces: Vec<Font>,
    /// The family to ask for.
    pub family: String,
}

/// All fonts that can be had; folders and files are read when a character first needs them.
pub struct Fonts {
    /// The fonts inside the program.
    pub embedded: Vec<Font>,
    root: PathBuf,
    paths: Vec<String>,
    candidates: OnceLock<Vec<Candidate>>,
    opened: Mutex<BTreeMap<usize, Option<Arc<Extra>>>>,
}

enum Candidate {
    File(PathBuf),
    CompiledIn,
}

impl Fonts {
    /// What there is; `paths` is `[fonts] paths`.
    pub fn new(root: &Path, paths: &[String]) -> Self {
        let embedded = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let (root, paths) = (root.to_path_buf(), paths.to_vec());
        Self { embedded, root, paths, candidates: OnceLock::new(), opened: Mutex::new(BTreeMap::new()) }
    }

    /// The fonts beyond those inside the program, in the order in which they are tried.
    fn candidates(&self) -> &[Candidate] {
        self.candidates.get_or_init(|| {
            let configured = read::fonts::configured(&self.root, &self.paths);
            let mut candidates: Vec<Candidate> = configured.into_iter().map(Candidate::File).collect();
            if !COMPILED_IN.is_empty() {
                candidates.push(Candidate::CompiledIn);
            }
            let system = read::fonts::system();
            let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
            for wanted in SYSTEM_NAMES {
                let named = system.iter().filter(|path| name(path).starts_with(wanted));
                candidates.extend(named.cloned().map(Candidate::File));
            }
            candidates
        })
    }

    /// Whether the fonts inside the program show a character, or it needs no glyph.
    pub fn embedded_covers(&self, c: char) -> bool {
        c.is_ascii_graphic()
            || needs_no_glyph(c)
            || !is_private(c) && self.embedded.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }

    /// Chooses fonts for the characters of a case. The choice depends on them alone.
    pub fn choose(&self, chars: &BTreeSet<char>) -> Chosen {
        let mut chosen = Chosen {
            missing: chars.iter().copied().filter(|c| !self.embedded_covers(*c)).collect(),
            extras: Vec::new(),
        };
        let seek = |missing: &BTreeSet<char>| missing.iter().any(|c| !c.is_control() && !is_private(*c));
        let candidates = if seek(&chosen.missing) { self.candidates() } else { &[] };
        for index in 0..candidates.len() {
            if !seek(&chosen.missing) {
                break;
            }
            let Some(extra) = self.open(index) else { continue };
            let before = chosen.missing.len();
            chosen.missing.retain(|c| c.is_control() || is_private(*c) || !extra.covers(*c));
            if chosen.missing.len() < before {
                chosen.extras.push(extra);
            }
        }
        chosen
    }

    fn open(&self, index: usize) -> Option<Arc<Extra>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.entry(index).or_insert_with(|| Extra::open(self.candidates().get(index)?).map(Arc::new)).clone()
    }
}

impl Extra {
    fn open(candidate: &Candidate) -> Option<Self> {
        let (name, bytes) = match candidate {
            Candidate::CompiledIn => ("compiled-in.otf".to_owned(), Bytes::new(COMPILED_IN)),
            Candidate::File(path) => {
                (path.file_name()?.to_string_lossy().into_owned(), Bytes::new(read::fonts::bytes(path)?))
            }
        };
        let faces: Vec<Font> = Font::iter(bytes.clone()).collect();
        let family = faces
            .iter()
            .map(|face| face.info().family.to_string())
            .find(|family| family.ends_with(" SC"))
            .or_else(|| faces.first().map(|face| face.info().family.to_string()))?;
        Some(Self { name, sha256: read::sha256(&bytes), bytes, faces, family })
    }

    fn covers(&self, c: char) -> bool {
        self.faces
            .iter()
            .filter(|face| face.info().family == self.family)
            .any(|face| face.info().coverage.contains(u32::from(c)))
    }
}

/// Spaces, line ends and characters that Unicode says are never drawn.
pub fn needs_no_glyph(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{b}' | '\u{c}' | '\u{85}')
        || matches!(c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{61c}' | '\u{180e}')
}

/// For private use: whatever a font draws there, it is not what the seller meant.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The text with each character of `missing` written as `[U+1F600]`.
pub fn spell_out(text: &str, missing: &BTreeSet<char>) -> String {
    if missing.is_empty() || !text.chars().any(|c| missing.contains(&c)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if missing.contains(&c) {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}
