//! The reader's own page list drops a page that is listed twice and guesses where it finds
//! nothing, so the tree is walked here.

use std::sync::Arc;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, ObjRef, Object, Rect};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{PageSize, Problem};

/// How deep a page tree may be.
const DEPTH: usize = 64;

/// A page with what it inherits.
pub struct Page<'a> {
    /// The page's own dictionary.
    pub dict: Dict<'a>,
    /// Where that stands.
    pub id: Option<ObjRef>,
    /// Its resources, its own or inherited.
    pub resources: Option<Resources<'a>>,
    /// The visible box in the page's own space: left, bottom, right, top.
    pub visible: [f64; 4],
    /// 0, 90, 180 or 270 degrees clockwise.
    pub rotate: u16,
    /// Units of the page's space in points.
    pub unit: f64,
}

/// A resource dictionary, or where it stands.
#[derive(Clone)]
pub enum Resources<'a> {
    /// By reference: pages may share it.
    Ref(ObjRef),
    /// In place.
    Here(Dict<'a>),
}

impl Page<'_> {
    /// The size of the visible box in points, upright.
    pub fn size(&self) -> PageSize {
        let [left, bottom, right, top] = self.visible;
        let (width, height) = ((right - left) * self.unit, (top - bottom) * self.unit);
        if self.rotate.is_multiple_of(180) {
            PageSize { width, height }
        } else {
            PageSize { width: height, height: width }
        }
    }

    /// Whether the visible box is one.
    pub fn is_sane(&self) -> bool {
        let PageSize { width, height } = self.size();
        // 200 inches are a reader's limit without user units; this is 30 m.
        let sane = |length: f64| (0.1..=85_000.0).contains(&length);
        sane(width) && sane(height)
    }
}

/// Opens a PDF file.
///
/// # Errors
///
/// [`Problem::NeedsPassword`] and [`Problem::UnknownEncryption`]; damage beyond repair.
pub fn open(bytes: &[u8]) -> Result<Pdf, Problem> {
    unlock(bytes, "")
}

/// Opens a PDF file that wants a password.
///
/// # Errors
///
/// As [`open()`]; [`Problem::NeedsPassword`] where it wants another.
pub fn unlock(bytes: &[u8], password: &str) -> Result<Pdf, Problem> {
    Pdf::new_with_password(Arc::new(bytes.to_vec()), password).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Problem::NeedsPassword,
        LoadPdfError::Decryption(_) => Problem::UnknownEncryption,
        LoadPdfError::Invalid => Problem::damaged("no readable cross-reference table or catalog"),
    })
}

/// A rectangle of a dictionary, as it is written: the reader's own has seven digits, and then a scan that fills
/// its page does not quite.
pub fn rect(dict: &Dict<'_>, key: &str) -> Option<Rect> {
    let sides: Vec<f64> = dict.get::<Array<'_>>(key)?.iter::<f64>().take(4).collect();
    let [x0, y0, x1, y1] = *sides.as_slice() else { return None };
    Some(Rect::new(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)))
}

/// What pages inherit from the nodes above them.
#[derive(Clone, Default)]
struct Inherited<'a> {
    media: Option<Rect>,
    crop: Option<Rect>,
    rotate: Option<f64>,
    resources: Option<Resources<'a>>,
}

impl<'a> Inherited<'a> {
    fn and(&self, dict: &Dict<'a>) -> Self {
        let resources = match dict.get_raw::<Object<'a>>("Resources") {
            Some(MaybeRef::Ref(reference)) => Some(Resources::Ref(reference)),
            Some(MaybeRef::NotRef(Object::Dict(here))) => Some(Resources::Here(here)),
            _ => None,
        };
        Self {
            media: rect(dict, "MediaBox").or(self.media),
            crop: rect(dict, "CropBox").or(self.crop),
            rotate: dict.get::<Number>("Rotate").map(|n| n.as_f64()).or(self.rotate),
            resources: resources.or_else(|| self.resources.clone()),
        }
    }

    fn page(self, dict: Dict<'a>, id: Option<ObjRef>) -> Page<'a> {
        // Letter is what Acrobat and poppler assume when nothing is said.
        let media = self.media.unwrap_or(Rect::new(0.0, 0.0, 612.0, 792.0));
        let crop = self.crop.unwrap_or(media).intersect(media);
        // A crop box beside the media box shows nothing; readers fall back to the media box.
        let seen = if crop.width() > 0.0 && crop.height() > 0.0 { crop } else { media };
        let quarter = (self.rotate.unwrap_or(0.0) / 90.0).round().rem_euclid(4.0);
        let rotate = match quarter {
            1.0 => 90,
            2.0 => 180,
            3.0 => 270,
            _ => 0,
        };
        let unit = dict.get::<Number>("UserUnit").map_or(1.0, |n| n.as_f64());
        Page {
            dict,
            id,
            resources: self.resources,
            visible: [seen.x0, seen.y0, seen.x1, seen.y1],
            rotate,
            unit: if unit.is_finite() && unit > 0.0 { unit } else { 1.0 },
        }
    }
}

/// One level of the tree while walking it.
struct Level<'a> {
    kids: Vec<MaybeRef<Object<'a>>>,
    next: usize,
    inherited: Inherited<'a>,
    id: Option<ObjRef>,
}

fn level<'a>(dict: &Dict<'a>, id: Option<ObjRef>, above: &Inherited<'a>) -> Option<Level<'a>> {
    let kids: Array<'a> = dict.get("Kids")?;
    Some(Level { kids: kids.raw_iter().collect(), next: 0, inherited: above.and(dict), id })
}

/// The pages of a file in document order, cross-checked with the number that it states.
///
/// # Errors
///
/// No pages, more than `limit`, a tree that is none, or a number that differs from `/Count`.
pub fn pages(pdf: &Pdf, limit: usize) -> Result<Vec<Page<'_>>, Problem> {
    let root: Dict<'_> = catalog(pdf)?;
    let Some(tree) = root.get::<Dict<'_>>("Pages") else {
        return Err(Problem::NoPages);
    };
    let mut found: Vec<Page<'_>> = Vec::new();
    let mut visits = 0_usize;
    let mut stack = Vec::new();
    match level(&tree, root.get_ref("Pages"), &Inherited::default()) {
        Some(first) => stack.push(first),
        None => return Err(Problem::NoPages),
    }
    while let Some(top) = stack.last_mut() {
        let Some(kid) = top.kids.get(top.next) else {
            stack.pop();
            continue;
        };
        top.next += 1;
        visits += 1;
        if visits > limit.saturating_mul(4).saturating_add(1000) {
            return Err(Problem::damaged("a page tree without end"));
        }
        let id = kid.as_obj_ref();
        let dict = match kid {
            MaybeRef::Ref(id) => pdf.xref().get::<Dict<'_>>((*id).into()),
            MaybeRef::NotRef(Object::Dict(dict)) => Some(dict.clone()),
            MaybeRef::NotRef(_) => None,
        };
        let Some(dict) = dict else {
            continue;
        };
        let inherited = top.inherited.clone();
        let is_tree = match dict.get::<Name<'_>>("Type").as_deref() {
            Some(b"Pages") => true,
            Some(b"Page") => false,
            _ => dict.contains_key("Kids"),
        };
        if !is_tree {
            let own = inherited.and(&dict);
            found.push(own.page(dict, id));
            if found.len() > limit {
                return Err(Problem::TooManyPages { found: found.len(), limit });
            }
            continue;
        }
        let circular = id.is_some() && stack.iter().any(|above| above.id == id);
        if circular || stack.len() >= DEPTH {
            return Err(Problem::damaged("a page tree without end"));
        }
        stack.extend(level(&dict, id, &inherited));
    }
    if found.is_empty() {
        return Err(Problem::NoPages);
    }
    if let Some(stated) = tree.get::<Number>("Count").map(|n| n.as_i64())
        && usize::try_from(stated) != Ok(found.len())
    {
        return Err(Problem::PageCount { stated, found: found.len() });
    }
    Ok(found)
}

/// The catalog of a file.
///
/// # Errors
///
/// There is none.
pub fn catalog(pdf: &Pdf) -> Result<Dict<'_>, Problem> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).ok_or_else(|| Problem::damaged("no catalog"))
}
