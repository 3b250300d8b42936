use super::*;

fn mended(text: &str, edit: impl Fn(&SourceFile) -> Edit) -> Option<String> {
    let source = SourceFile::new("case.toml", text);
    let edits = resolve::resolve(&edit(&source), &source)?;
    apply(text, &edits)
}

fn mark(source: &SourceFile, mark: &str, nth: usize) -> Place {
    let (start, _) = source.text.match_indices(mark).nth(nth).expect("mark");
    source.at(start..start + mark.len())
}

#[test]
fn elements() {
    let element = |text: &str, nth: usize| mended(text, |s| Edit::Element { place: mark(s, "\"x\"", nth) });
    assert_eq!(element("a = [\"x\", \"y\", \"x\"] # why\n", 1).as_deref(), Some("a = [\"x\", \"y\"] # why\n"));
    assert_eq!(element("a = [\"x\", \"x\", \"y\"]\n", 1).as_deref(), Some("a = [\"x\", \"y\"]\n"));
    assert_eq!(element("a = [\"x\", \"x\",]\n", 1).as_deref(), Some("a = [\"x\", ]\n"));
    let long = "a = [\n  \"x\", # one\n  \"x\",\n  # two\n  \"x\"\n]\n";
    assert_eq!(element(long, 0).as_deref(), Some("a = [\n   # one\n  \"x\",\n  # two\n  \"x\"\n]\n"));
    assert_eq!(element(long, 1).as_deref(), Some("a = [\n  \"x\", # one\n  # two\n  \"x\"\n]\n"));
    assert_eq!(element(long, 2).as_deref(), Some("a = [\n  \"x\", # one\n  \"x\",\n  # two\n]\n"));
    assert_eq!(element("a = \"x\"\n", 0), None);
}

#[test]
fn headers_are_renamed_together() {
    let text = "aa = 1\n[[ac]] # one\nac = 1\n\n[[ac]]\nx = \"[[ac]]\"\n[ac.deep]\n";
    let renamed = mended(text, |s| {
        let place = mark(s, "ac", 0);
        Edit::Key { place, name: "actions".to_owned() }
    });
    let wanted = "aa = 1\n[[actions]] # one\nac = 1\n\n[[actions]]\nx = \"[[ac]]\"\n[actions.deep]\n";
    assert_eq!(renamed.as_deref(), Some(wanted));
}

#[test]
fn twins_go_and_comments_stay() {
    let twin = |text: &str| mended(text, |s| Edit::Twin { first: mark(s, "\"x\"", 0), second: mark(s, "\"x\"", 1) });
    let text = "[[e]]\nid = \"x\"\nl = [1, 2]\n\n# of it\n[[e]]\nl = [1,2] # more\nid = \"x\"\n\n[[e]]\nid = \"y\"\n";
    assert_eq!(twin(text).as_deref(), Some("[[e]]\nid = \"x\"\nl = [1, 2]\n\n# of it\n # more\n\n[[e]]\nid = \"y\"\n"));
    let text = "[[e]]\nid = \"x\"\n\n[[e]]\nid = \"x\"\n\n[[e]]\nid = \"y\"\n";
    assert_eq!(twin(text).as_deref(), Some("[[e]]\nid = \"x\"\n\n[[e]]\nid = \"y\"\n"));
    assert_eq!(twin("[[e]]\nid = \"x\"\n\n[[e]]\nid = \"x\"\n").as_deref(), Some("[[e]]\nid = \"x\"\n"));
    assert_eq!(twin("[[e]]\nid = \"x\"\nn = 1\n\n[[e]]\nid = \"x\"\n"), None);
}

#[test]
fn keys_are_added_in_line() {
    let insert = |text: &str| {
        mended(text, |s| Edit::Insert {
            header: mark(s, "[[e]]", 0),
            below: "id".into(),
            key: "kind".into(),
            value: "\"photo\"".into(),
        })
    };
    let text = "[[e]]\r\nid      = \"x\" # why\r\nz = 1\r\n\r\n# next\r\n[[e]]\r\n";
    let wanted = "[[e]]\r\nid      = \"x\" # why\r\nkind    = \"photo\"\r\nz = 1\r\n\r\n# next\r\n[[e]]\r\n";
    assert_eq!(insert(text).as_deref(), Some(wanted));
    assert_eq!(insert("[[e]]").as_deref(), Some("[[e]]\nkind = \"photo\""));
}

#[test]
fn strings_keep_their_quotes() {
    let value = |text: &str, old: &str, value: &str| {
        mended(text, |s| Edit::Value { place: mark(s, old, 0), value: value.to_owned() })
    };
    assert_eq!(value("a = 'x' # 'x'\n", "'x'", "y").as_deref(), Some("a = 'y' # 'x'\n"));
    assert_eq!(value("a = 'x'\n", "'x'", "y's").as_deref(), Some("a = \"y's\"\n"));
    assert_eq!(value("a = \"x\"\n", "\"x\"", "a\"b\\c").as_deref(), Some("a = \"a\\\"b\\\\c\"\n"));
    assert_eq!(value("a = 1\n", "1", "y"), None);
}

#[test]
fn no_fix_leaves_broken_text_or_loses_a_comment() {
    let text = "a = 1 # why\nb = 2\n";
    let replace =
        |mark_: &str, new: &str| mended(text, |s| Edit::Replace { place: mark(s, mark_, 0), text: new.to_owned() });
    assert_eq!(replace("b", "a"), None);
    assert_eq!(replace("1 # why", "1"), None);
    assert_eq!(replace("2", "3").as_deref(), Some("a = 1 # why\nb = 3\n"));
}

#[test]
fn fixes_that_touch_wait() {
    let source = SourceFile::new("case.toml", "a = \"x\"\nb = \"y\"\n");
    let fix =
        |old: &str, new: &str| Fix { edits: vec![Edit::Replace { place: mark(&source, old, 0), text: new.into() }] };
    let fixes = [fix("\"x\"", "1"), fix("\"x\"", "2"), fix("\"x\"", "1"), fix("\"y\"", "3")];
    let (text, made) = apply_all(&source.text, &fixes.iter().collect::<Vec<_>>());
    assert_eq!(text, "a = 1\nb = 3\n");
    assert_eq!(made, [0, 2, 3]);
}

#[test]
fn the_list_is_sorted_and_its_codes_exist() {
    assert!(FIXABLE.is_sorted());
    for (code, messages) in FIXABLE {
        assert!(messages.iter().all(|message| message.starts_with(code)), "{code}");
    }
}
