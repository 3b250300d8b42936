//! The program in a terminal and in shells: questions, completions, the manual, help.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::kit::{Run, Space, appealc, finish, have, repository};

/// A dialogue: what is waited for, and what is typed then.
type Turn<'t> = (&'t str, &'t str);

/// Runs the program in a pseudo-terminal of `script` and answers its questions; gives all that was shown.
fn talk(space: &Space, args: &str, turns: &[Turn<'_>]) -> String {
    let program = env!("CARGO_BIN_EXE_appealc");
    // A terminal without a size could show nothing.
    let command = format!("stty rows 40 cols 120; exec {program} {args}");
    let mut child = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(space.at(""))
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("APPEALC_LANG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script starts");
    let mut screen = child.stdout.take().expect("a screen");
    let mut keys = child.stdin.take().expect("keys");
    let (sender, shown) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(got @ 1..) = screen.read(&mut buffer) {
            if sender.send(buffer[..got].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut all: Vec<u8> = Vec::new();
    let mut seen = 0;
    for (wanted, answer) in turns {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let text = String::from_utf8_lossy(&all[seen..]).into_owned();
            if text.contains(wanted) {
                seen = all.len();
                break;
            }
            match shown.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(more) => all.extend(more),
                Err(_) => panic!("no `{wanted}` in:\n{}", String::from_utf8_lossy(&all)),
            }
        }
        // The question is on the screen a moment before keys are read.
        std::thread::sleep(Duration::from_millis(150));
        keys.write_all(answer.as_bytes()).expect("it can be typed");
        keys.flush().expect("it can be typed");
    }
    while let Ok(more) = shown.recv_timeout(Duration::from_secs(20)) {
        all.extend(more);
    }
    drop(keys);
    let _ = child.wait();
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn in_a_terminal_it_asks_for_what_is_missing() {
    if !have(&["script"]) {
        return;
    }
    let space = Space::new();
    let said = talk(
        &space,
        "new --lang zh",
        &[
            ("ASIN", "B0CHX\r"),
            ("十位大写字母和数字", "3QBCH\r"),
            ("买家投诉什么", "说明书\r"),
            ("投诉属实吗", "\r"),
            ("商品名称", "竹砧板\r"),
            ("通知的日期", "2026/10/2\r"),
            ("截止日期", "\r"),
        ],
    );
    let file = "cases/B0CHX3QBCH-missing-instructions/case.toml";
    assert!(space.at(file).is_file(), "{said}");
    let case: toml::Table = space.text(file).parse().expect("TOML");
    assert_eq!((case["product"].as_str(), case["stance"].as_str()), (Some("竹砧板"), Some("appeal")));
    assert_eq!(case["notified"].to_string(), "2026-10-02");
    assert!(case.get("respond_by").is_none());
    // Whoever goes away makes nothing.
    let said = talk(&space, "new B0CHX3QBCJ --lang en", &[("What do buyers", "\u{3}")]);
    assert!(said.contains("nothing was made"), "{said}");
    assert!(!space.at("cases/B0CHX3QBCJ-packaging").exists());
    // Where all is said, nothing is asked.
    talk(&space, "new B0CHX3QBCJ --type onpe/packaging --lang en", &[]);
    assert!(space.at("cases/B0CHX3QBCJ-packaging/case.toml").is_file());
}

#[test]
fn in_a_terminal_init_asks_who_sells() {
    if !have(&["script"]) {
        return;
    }
    let space = Space::new();
    std::fs::remove_file(space.at("appealc.toml")).expect("settings");
    talk(&space, "init --lang en", &[("signs", "Li Wei\r"), ("seller account", "\r")]);
    let settings: toml::Table = space.text("appealc.toml").parse().expect("TOML");
    assert_eq!(settings["seller"]["name"].as_str(), Some("Li Wei"));
    assert!(settings["seller"].get("store").is_none());
}

fn said(args: &[&str]) -> String {
    finish(&mut appealc(repository(), args)).expect(0).out
}

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = said(&["--help"]);
    let lines = help.lines().filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let names: Vec<String> = names.filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect();
    assert!(names.len() > 12, "{names:?}");
    names
}

#[test]
fn help_is_there_for_every_command_in_both_languages() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for name in commands() {
        for lang in ["en", "zh"] {
            let help = said(&[name.as_str(), "--help", "--lang", lang]);
            assert_eq!(is_chinese(&help), lang == "zh", "{name}: {help}");
            assert!(lang == "en" || !help.contains("Options:") && !help.contains("Arguments:"), "{name}: {help}");
        }
    }
    let help = said(&["--help"]);
    let place = |name: &str| help.find(&format!("\n  {name} ")).unwrap_or_else(|| panic!("no {name}: {help}"));
    for every_day in ["new", "check", "build", "todo"] {
        for rare in ["schema", "completions", "man"] {
            assert!(place(every_day) < place(rare), "{every_day}, {rare}");
        }
    }
}

/// Runs a shell on a script that it reads from a file.
fn shell(program: &str, args: &[&str], script: &str, space: &Space) -> Run {
    space.write("script", script);
    finish(Command::new(program).args(args).arg(space.at("script")).env("HOME", space.at("")).current_dir(space.at("")))
}

#[test]
fn completions_load_in_their_shells() {
    let space = Space::new();
    let names = commands();
    for kind in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for lang in ["en", "zh"] {
            let script = said(&["completions", kind, "--lang", lang]);
            assert!(names.iter().all(|name| script.contains(name)), "{kind}");
            assert!(!script.contains("__worker"), "{kind} completes what is hidden");
            space.write(&format!("{kind}.{lang}"), script);
        }
    }
    if have(&["bash"]) {
        let test = "source ./bash.en; COMP_WORDS=(appealc ne); COMP_CWORD=1; _appealc appealc ne appealc; echo \"${COMPREPLY[@]}\"";
        let run = finish(Command::new("bash").args(["--norc", "-c", test]).current_dir(space.at(""))).expect(0);
        assert_eq!(run.out.trim(), "new", "{}", run.err);
        finish(Command::new("bash").args(["-n", "bash.zh"]).current_dir(space.at(""))).expect(0);
    }
    if have(&["zsh"]) {
        for lang in ["en", "zh"] {
            let test = format!("autoload -Uz compinit; compinit -u -d ./dump; source ./zsh.{lang}; whence -w _appealc");
            let run = finish(Command::new("zsh").args(["-f", "-c", &test]).current_dir(space.at(""))).expect(0);
            assert!(run.out.contains("function") && run.err.is_empty(), "{}{}", run.out, run.err);
        }
    }
    if have(&["fish"]) {
        let run = shell("fish", &["--no-config"], "source ./fish.zh; complete -C 'appealc ne'", &space);
        let run = if run.code == 0 { run } else { panic!("{}", run.err) };
        assert!(run.out.lines().any(|line| line.starts_with("new")), "{}{}", run.out, run.err);
    }
    if have(&["elvish", "script"]) {
        // Completions are a part of its prompt: it wants a terminal.
        let load = "eval (slurp < elvish.zh)\n\
            for one [($edit:completion:arg-completer[appealc] appealc ne)] { print 'one '(repr $one)\"\\n\" }\n\
            for one [($edit:completion:arg-completer[appealc] appealc build '')] { print 'flag '(repr $one)\"\\n\" }\nexit\n";
        space.write("load.elv", load);
        let mut command = Command::new("script");
        command.args(["-qec", "timeout 20 elvish -rc load.elv", "/dev/null"]).current_dir(space.at(""));
        let run = finish(command.env("HOME", space.at("")).env("TERM", "xterm").stdin(Stdio::null()));
        let named = |what: &str| run.out.lines().any(|line| line.contains(what));
        assert!(names.iter().all(|name| named(&format!("one (edit:complex-candidate {name} "))), "{}", run.out);
        assert!(named("flag (edit:complex-candidate --dry-run "), "{}", run.out);
        assert!(!run.out.contains("rror"), "{}", run.out);
    }
    power_shell(&space);
}

/// PowerShell is not in Debian: it loads the script where it is, and nowhere is demanded. A grammar of its language
/// reads the script in any case.
fn power_shell(space: &Space) {
    for lang in ["en", "zh"] {
        let script = space.text(&format!("powershell.{lang}"));
        // It takes these for apostrophes, which end a text.
        assert!(!script.contains(['‘', '’', '‚', '‛']), "{lang}");
        // A block in place of an argument is of the language, and not of the grammar.
        let plain = script.replace("Where{ ", "Where({ ").replace("*\" } |", "*\" }) |");
        assert_ne!(plain, script, "completions look otherwise now");
        space.write(&format!("plain.{lang}"), plain);
    }
    space.write("broken", space.text("plain.en").replace("'init'", "'init"));
    let grammar = "import sys, tree_sitter as t, tree_sitter_powershell as p\n\
        root = t.Parser(t.Language(p.language())).parse(open(sys.argv[1], 'rb').read()).root_node\n\
        print(root.has_error, root.end_byte)\n";
    if finish(Command::new("python3").args(["-c", "import tree_sitter_powershell, tree_sitter"])).code == 0 {
        let read = |name: &str| {
            let mut command = Command::new("python3");
            finish(command.args(["-c", grammar, name]).current_dir(space.at(""))).expect(0).out
        };
        for name in ["plain.en", "plain.zh"] {
            assert_eq!(read(name).trim(), format!("False {}", space.read(name).len()), "{name}");
        }
        assert!(read("broken").starts_with("True"));
    } else {
        super::kit::skipped("grammar of PowerShell");
    }
    let power = Command::new("pwsh").arg("-Version").output().is_ok();
    if !power {
        println!("skipped: no pwsh");
    } else {
        let test = ". ./powershell.en; (TabExpansion2 'appealc ne' 10).CompletionMatches.CompletionText";
        space.write("load.ps1", space.read("powershell.en"));
        let test = test.replace("powershell.en", "load.ps1");
        let run = finish(Command::new("pwsh").args(["-NoProfile", "-Command", &test]).current_dir(space.at("")));
        assert!(run.out.contains("new"), "{}{}", run.out, run.err);
    }
}

#[test]
fn the_manual_renders_in_both_languages() {
    let space = Space::new();
    let names = commands();
    for lang in ["en", "zh"] {
        let run = space.run(&["man", "--out", lang, "--lang", lang]).expect(0);
        assert_eq!(run.out.lines().count(), names.len() + 1);
        for name in &names {
            let page = space.text(&format!("{lang}/appealc-{name}.1"));
            assert!(page.starts_with(".ie") || page.contains(".TH"), "{page}");
            assert!(page.contains("\\-\\-lang"), "{name} lacks the flags of all commands: {page}");
            assert_eq!(page.contains(".SH 名称"), lang == "zh", "{page}");
        }
        if !have(&["groff"]) {
            continue;
        }
        for page in run.out.lines() {
            let args = ["-k", "-man", "-Tutf8", "-ww", page];
            let run = finish(Command::new("groff").args(args).current_dir(space.at(""))).expect(0);
            // A line of Chinese has no blanks to break at; all else is a fault.
            let unbroken = |line: &&str| line.contains("can't break line") || line.contains("cannot adjust line");
            let faults: Vec<&str> = run.err.lines().filter(|line| lang == "en" || !unbroken(line)).collect();
            assert!(faults.iter().all(|line| line.is_empty()), "{page}: {faults:?}");
            assert!(run.out.len() > 500, "{page}: {}", run.out);
        }
    }
    let page = said(&["man", "new", "--lang", "en"]);
    assert_eq!(page, space.text("en/appealc-new.1"));
    assert_eq!(said(&["man", "--lang", "en"]), space.text("en/appealc.1"));
    assert_eq!(finish(&mut appealc(repository(), &["man", "nothing"])).code, 2);
}
