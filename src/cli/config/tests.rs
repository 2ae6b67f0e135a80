use super::*;

fn config(text: &str) -> Result<Config, Diagnostics> {
    let source = Arc::new(Source {
        name: "conf/auditrail.toml".into(),
        text: text.into(),
    });
    Config::parse(&source, Path::new("conf"))
}

/// What is wrong, each with its place and its advice.
fn said(problems: &Diagnostics) -> Vec<String> {
    let one = |problem: &Diagnostic| {
        let (line, column) = problem.line_column();
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{line}:{column} {} {help}", problem.message)
    };
    problems.0.iter().map(one).collect()
}

#[track_caller]
fn all_start_with(said: &[String], expected: &[&str]) {
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said} / {expected}");
    }
}

/// The values of `option` for `arguments` with `text` as the configuration.
fn values(text: &str, arguments: &[&str], option: &str) -> Vec<String> {
    let mut config = config(text).unwrap();
    let arguments = || [&["auditrail"], arguments].concat();
    let typed = Cli::command().try_get_matches_from(arguments()).unwrap();
    let command = config.defaults(Cli::command(), &typed);
    let matches = command.try_get_matches_from(arguments()).unwrap();
    let mut leaf = &matches;
    while let Some((_, inner)) = leaf.subcommand() {
        leaf = inner;
    }
    let raw = leaf.get_raw(option).into_iter().flatten();
    raw.map(|value| value.to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_option_of_a_scan_is_one_of_the_file_or_for_the_command_line_alone() {
    let alone = [
        "config",
        "demo",
        "snapshot",
        "save-snapshot",
        "verify-patterns",
        "who",
        "who-limit",
    ];
    let command = Cli::command();
    let scan = command.find_subcommand("scan").unwrap();
    for option in scan.get_arguments().filter_map(|a| a.get_long()) {
        let unknown = config(&format!("[scan]\n{option} = 1.5\n")).unwrap_err();
        let message = &unknown.0[0].message;
        let is_alone = message.contains("is for the command line alone");
        assert!(!message.contains("there is no option"), "{message}");
        assert_eq!(is_alone, alone.contains(&option), "{message}");
    }
}

#[test]
fn the_file_sets_what_is_not_typed() {
    let file = "[scan]\nframework = ['cis-aws-1.4.0', 'cis-aws-7.0.0']\nfail-on = 'high'\n\
                timeout = 30\nallow-unknown = true\nregions = 'eu-west-1'\nrule = []\n";
    let scan =
        |arguments: &[&str], option: &str| values(file, &[&["scan"], arguments].concat(), option);
    assert_eq!(scan(&[], "framework"), ["cis-aws-1.4.0", "cis-aws-7.0.0"]);
    let typed = ["--framework", "cis-aws-3.0.0"];
    assert_eq!(scan(&typed, "framework"), ["cis-aws-3.0.0"]);
    assert_eq!(scan(&[], "fail_on"), ["high"]);
    assert_eq!(scan(&["--fail-on=low"], "fail_on"), ["low"]);
    assert_eq!(scan(&[], "timeout"), ["30"]);
    assert_eq!(scan(&[], "allow_unknown"), ["true"]);
    assert_eq!(scan(&["--allow-unknown=false"], "allow_unknown"), ["false"]);
    assert_eq!(scan(&[], "rule"), [""; 0]);
    assert_eq!(scan(&[], "concurrency"), ["64"]);
}

#[test]
fn the_file_excludes_no_option_that_is_typed() {
    let file = "[scan]\nprofile = 'p'\nregions = ['eu-west-1']\nendpoint-url = 'http://x'\n";
    assert_eq!(values(file, &["scan", "--demo"], "demo"), ["true"]);
    let snapshot = values(file, &["scan", "--snapshot", "s"], "snapshot");
    assert_eq!(snapshot, ["s"]);
}

#[test]
fn a_subcommand_gets_the_options_that_it_has() {
    let file = "[scan]\nlevel = 1\ntimeout = 30\nrules = ['mine', '/theirs']\noutput = 'out'\n";
    let rules = [Path::new("conf").join("mine"), "/theirs".into()];
    let rules = rules.map(|path| path.display().to_string());
    for command in [
        &["scan"][..],
        &["plan"],
        &["explain", "root-mfa-enabled"],
        &["rules", "list"],
        &["rules", "explain", "x"],
        &["frameworks", "list"],
        &["frameworks", "show", "x"],
    ] {
        assert_eq!(values(file, command, "folders"), rules, "{command:?}");
    }
    assert_eq!(values(file, &["plan"], "level"), ["1"]);
    // Whoever asks for one rule by its name wants to see it.
    let explain = ["explain", "root-mfa-enabled"];
    assert_eq!(values(file, &explain, "level"), [""; 0]);
    assert_eq!(values(file, &explain, "timeout"), ["30"]);
}

#[test]
fn paths_are_from_the_file_on() {
    let file = "[scan]\noutput = 'out'\ntemplate = 'a/b.tera'\n";
    let joined = |path: &str| Path::new("conf").join(path).display().to_string();
    assert_eq!(values(file, &["scan"], "output"), [joined("out")]);
    assert_eq!(values(file, &["scan"], "template"), [joined("a/b.tera")]);
    let standard_output = "[scan]\noutput = '-'\n";
    assert_eq!(values(standard_output, &["scan"], "output"), ["-"]);
}

#[test]
fn reports_that_are_typed_are_all_there_are() {
    let file = "[scan]\ntemplate = 'x.tera'\nformat = ['html']\n";
    let scan =
        |arguments: &[&str], option: &str| values(file, &[&["scan"], arguments].concat(), option);
    assert_eq!(scan(&[], "format"), ["html"]);
    assert_eq!(scan(&["--format", "json"], "template"), [""; 0]);
    let typed = ["--template", "y.tera"];
    assert_eq!(scan(&typed, "format"), ["html", "json", "junit"]);
}

#[test]
fn all_that_is_wrong_with_options_is_said_with_its_place() {
    let problems = config(
        "[scan]\nframwork = []\nconcurrency = 5000\ntimeout = '60'\nfail-on = 'hihg'\n\
         format = ['html', 'pdf']\nrule = [1]\nlevel = 3\nallow-unknown = 'yes'\ndemo = true\n\
         nonsense = 1\nendpoint-url = ''\n[parameters]\nx = 1\n",
    );
    let said = said(&problems.unwrap_err());
    let expected = [
        "2:1 there is no option `framwork` here did you mean `framework`?",
        "3:15 `concurrency` cannot be `5000`: a number from 1 to 1024",
        "4:11 `timeout` must be a whole number",
        "5:11 `fail-on` cannot be `hihg`: one of low, medium, high, critical, never",
        "6:19 `format` cannot be `pdf`: unknown format `pdf`; known are html, json and junit",
        "7:9 `rule` must be a list of texts",
        "8:9 `level` cannot be `3`: 3 is not in 1..=2",
        "9:17 `allow-unknown` must be `true` or `false`",
        "10:1 `demo` is for the command line alone",
        "11:1 there is no option `nonsense` here",
        "12:16 `endpoint-url` cannot be ``: it must not be empty",
        "14:5 `x` must be a table of parameters",
    ];
    all_start_with(&said, &expected);
}

#[test]
fn all_that_is_wrong_with_parameters_is_said_with_its_place() {
    let file = "[parameters.iam-acess-keys-rotated-90-days]\nmax_key_age_days = 1\n\
                [parameters.password-policy-min-length-14]\nmin_length = 200\nmin_lenght = 14\n\
                [parameters.sg-no-public-admin-ports-ipv4]\nadmin_ports = [22, 'x']\n\
                [parameters.nonsense]\n";
    let mut rules = RuleSet::load(&[]).unwrap();
    let problems = config(file).unwrap().override_parameters(&mut rules);
    let mut said = said(&problems.unwrap_err());
    said.sort();
    let expected = [
        "1:13 there is no rule `iam-acess-keys-rotated-90-days` did you mean `iam-access-keys-rotated-90-days`?",
        "4:14 the parameter `min_length` must be a whole number from 6 to 128",
        "5:1 the rule has no parameter `min_lenght` did you mean `min_length`?",
        "7:15 the parameter `admin_ports` must be a list of whole numbers from 0 to 65535",
        "8:13 there is no rule `nonsense`",
    ];
    all_start_with(&said, &expected);
}

#[test]
fn parameters_are_set() {
    let mut rules = RuleSet::load(&[]).unwrap();
    let file = "[parameters.password-policy-min-length-14]\nmin_length = 20\n";
    let config = config(file).unwrap();
    config.override_parameters(&mut rules).unwrap();
    let set = rules.set_by_user("password-policy-min-length-14").unwrap();
    assert_eq!(set["min_length"], 20);
}

#[test]
fn a_word_of_the_file_that_matches_nothing_is_shown_there() {
    let config = config("[scan]\nskip = ['sg-*', 'nope-*']\n").unwrap();
    let error = |glob: &str| SelectError::Nothing {
        option: "--skip",
        glob: glob.into(),
        near: None,
    };
    let Failure::Config(problems) = config.blame(error("nope-*")) else {
        panic!("it stands in the file");
    };
    assert_eq!(said(&problems), ["2:17 `--skip nope-*` matches no rule "]);
    let typed = config.blame(error("typed-*"));
    assert!(matches!(typed, Failure::Select(_)), "{typed}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let missing = Config::read(Some(Path::new("no-such-file.toml"))).unwrap_err();
    assert!(
        missing
            .to_string()
            .starts_with("cannot read `no-such-file.toml`"),
        "{missing}"
    );
}
