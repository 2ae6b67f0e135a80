"""Runs auditrail and Prowler on the same account in moto and prints what differs.

See README.md beside this file. Needs Python 3.11 or 3.12 and nothing but its own library;
Prowler goes into a virtual environment under `target/`.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

WORST_FIRST = ("fail", "unknown", "manual", "pass", "not-applicable")

# Why verdicts differ, by the name of Prowler's check: read off the source of the version in
# requirements.txt. The first that fits counts.
KNOWN = (
    (
        "cloudwatch_log_metric_filter_aws_organizations_changes",
        "Prowler asks for CancelHandshake, CreateOrganization and EnableAllFeatures as well, "
        "which CIS does not list",
    ),
    (
        r"cloudwatch_(log_metric_filter|changes_to)_.*",
        "Prowler looks for the names of the events in a pattern and for an alarm on its "
        "metric; not at how the pattern combines them, nor at the alarm's threshold and "
        "actions, the topic and its subscriptions, or what the trail records",
    ),
    (
        r"config_recorder_.*",
        "Prowler keys recorders by name; all regions' are called `default`, and one is left",
    ),
    (
        r"ec2_securitygroup_allow_ingress_.*",
        "Prowler judges IPv4 and IPv6 as one and does not look into prefix lists",
    ),
    (r"cloudtrail_multi_region_enabled", "Prowler does not look at what a trail records"),
)


@dataclass
class Cost:
    """What one run took: seconds, MiB, calls."""

    wall: float
    user: float
    system: float
    peak_memory: float
    calls: int
    calls_at_once: int
    by_operation: dict


@dataclass
class Verdict:
    """A verdict on one resource for one control."""

    status: str
    region: str
    resource: str
    source: str  # the rule or the check
    message: str


class Seeded:
    """The account: the `seed` example with its moto server and its counting proxy."""

    def __init__(self, account: str, regions: int):
        program = TARGET / "debug" / "examples" / "seed"
        self.process = subprocess.Popen(
            [program, "--account", account, "--regions", str(regions)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.endpoint = self.process.stdout.readline().strip()
        if not self.endpoint:
            sys.exit("the account could not be made; see above")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def calls(self) -> dict:
        """The calls since it was last asked."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def main() -> None:
    arguments = parse_arguments()
    prowler = install_prowler()
    subprocess.run(["cargo", "build", "--quiet", "--example", "seed"], cwd=ROOT, check=True)
    if not arguments.auditrail.exists():
        sys.exit(f"{arguments.auditrail} is not there; `cargo build --release` makes it")
    framework = f"cis-aws-{arguments.cis}"
    # Prowler's ids have the first two numbers of the version.
    compliance = "cis_{}_aws".format(".".join(arguments.cis.split(".")[:2]))
    with (
        Seeded(arguments.account, arguments.regions) as account,
        tempfile.TemporaryDirectory(prefix="compare-") as folder,
    ):
        work = Path(folder)
        ours, theirs = [], []
        for _ in range(arguments.repeat):
            ours.append(run_auditrail(arguments.auditrail, framework, account, work))
            theirs.append(run_prowler(prowler, compliance, account, work))
        report = json.loads((work / "auditrail" / "reports" / "report.json").read_text())
        rows = read_prowler(work / "prowler" / "out", compliance)
    print(f"# {framework}: account `{arguments.account}`, regions: {arguments.regions}\n")
    print_costs(ours, theirs, version(prowler), arguments.auditrail)
    print_verdicts(auditrail_verdicts(report, framework), prowler_verdicts(rows))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    accounts = ("compliant", "non-compliant", "mixed", "large")
    parser.add_argument("--account", choices=accounts, default="mixed")
    parser.add_argument("--regions", type=int, default=4, help="1 to 17")
    parser.add_argument("--cis", default="7.0.0", help="the version of CIS AWS Foundations")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; medians count")
    parser.add_argument(
        "--auditrail",
        type=lambda path: Path(path).resolve(),
        default=TARGET / "release" / "auditrail",
        help="the program [default: target/release/auditrail]",
    )
    return parser.parse_args()


# --- running ----------------------------------------------------------------------------


def install_prowler() -> Path:
    """Prowler in a virtual environment of its own, made once for each requirements.txt."""
    requirements = HERE / "requirements.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    venv = TARGET / "tmp" / f"prowler-venv-{digest[:12]}"
    complete = venv / "complete"
    if not complete.exists():
        print("installing Prowler; this takes minutes", file=sys.stderr)
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-I", "-m", "venv", venv], check=True)
        pip = [venv / "bin" / "python", "-I", "-m", "pip", "install", "--quiet"]
        pip += ["--disable-pip-version-check", "--requirement", requirements]
        subprocess.run(pip, check=True)
        complete.touch()
    return venv / "bin" / "prowler"


def version(prowler: Path) -> str:
    for line in (HERE / "requirements.txt").read_text().splitlines():
        if line.startswith("prowler=="):
            return line.removeprefix("prowler==")
    sys.exit(f"{prowler} has no version in requirements.txt")


def run_auditrail(program: Path, framework: str, account: Seeded, work: Path) -> Cost:
    command = [program, "scan", "--framework", framework, "--quiet", "--no-progress"]
    return measure(command, work / "auditrail", account, allowed=(0, 1, 3))


def run_prowler(program: Path, compliance: str, account: Seeded, work: Path) -> Cost:
    command = [program, "aws", "--compliance", compliance, "--output-formats", "csv"]
    command += ["--output-directory", "out", "--output-filename", "prowler"]
    # Security groups and networks that nothing uses yet are judged by auditrail, too.
    command += ["--scan-unused-services", "--no-banner", "--log-level", "CRITICAL"]
    return measure(command, work / "prowler", account, allowed=(0, 3))


def measure(command: list, folder: Path, account: Seeded, allowed: tuple) -> Cost:
    """Runs `command` in an empty `folder`; its children count as its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AWS_ENDPOINT_URL": account.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    account.calls()
    log = folder / "log"
    with log.open("w") as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{command} ended with {process.returncode}:\n{log.read_text()[-4000:]}")
    calls = account.calls()
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        wall=wall,
        user=usage.ru_utime,
        system=usage.ru_stime,
        peak_memory=usage.ru_maxrss * unit / 2**20,
        calls=calls["total"],
        calls_at_once=calls["peak"],
        by_operation=calls["byOperation"],
    )


# --- reading ----------------------------------------------------------------------------


def auditrail_verdicts(report: dict, framework: str) -> dict[str, list[Verdict]]:
    """Verdicts by control; controls that no rule decides have none."""
    by_rule = defaultdict(list)
    for finding in report["findings"]:
        resource = finding["resource"]
        by_rule[finding["rule"]].append(
            Verdict(
                status=finding["status"],
                region=finding["region"],
                resource=resource["arn"] or resource["id"],
                source=finding["rule"],
                message=finding["message"],
            )
        )
    controls = {}
    for found in report["frameworks"]:
        if found["id"] == framework:
            for control in found["controls"]:
                verdicts = [v for rule in control["rules"] for v in by_rule[rule]]
                if verdicts:
                    controls[control["id"]] = verdicts
    return controls


def read_prowler(folder: Path, compliance: str) -> list[dict]:
    path = folder / "compliance" / f"prowler_{compliance}.csv"
    if not path.exists():
        found = [str(p.relative_to(folder)) for p in folder.rglob("*.csv")]
        sys.exit(f"Prowler wrote no {path.name} but {found}")
    with path.open(newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def prowler_verdicts(rows: list[dict]) -> dict[str, list[Verdict]]:
    """Verdicts by control; those that Prowler leaves to a person have none."""
    controls = defaultdict(list)
    for row in rows:
        status = row["STATUS"].lower()
        if status in ("pass", "fail"):
            controls[row["REQUIREMENTS_ID"]].append(
                Verdict(
                    status=status,
                    region=row["REGION"],
                    resource=row["RESOURCEID"],
                    source=row["CHECKID"],
                    message=row["STATUSEXTENDED"],
                )
            )
    return controls


# --- comparing --------------------------------------------------------------------------


def worst(verdicts: list[Verdict]) -> Verdict:
    return min(verdicts, key=lambda v: WORST_FIRST.index(v.status))


def by_resource(verdicts: list[Verdict]) -> dict[str, Verdict]:
    """The worst verdict on each resource, by what ends its ARN: the tools name resources
    differently, and this is what they have in common."""
    grouped = defaultdict(list)
    for verdict in verdicts:
        if verdict.status != "not-applicable":
            grouped[re.split(r"[:/]", verdict.resource)[-1]].append(verdict)
    return {name: worst(of) for name, of in grouped.items()}


def differences(ours: list[Verdict], theirs: list[Verdict]) -> list[tuple]:
    """Resources of one control with two verdicts: (name, ours, theirs). What only one of
    the tools names is compared as a whole, as the two may judge different things."""
    one, other = by_resource(ours), by_resource(theirs)
    both = one.keys() & other.keys()
    rows = [
        (name, one[name], other[name])
        for name in sorted(both)
        if one[name].status != other[name].status
    ]
    rest = [v for name, v in one.items() if name not in both]
    their_rest = [v for name, v in other.items() if name not in both]
    bad = worst(rest) if rest else None
    their_bad = worst(their_rest) if their_rest else None
    if bad and their_bad:
        differ = bad.status != their_bad.status
    else:
        # A pass of one tool about something that the other does not name is no difference.
        differ = any(v and v.status != "pass" for v in (bad, their_bad))
    if differ:
        rows.append((None, bad, their_bad))
    return rows


def known(verdict: Verdict | None) -> str:
    if verdict:
        for pattern, why in KNOWN:
            if re.fullmatch(pattern, verdict.source):
                return why
    return ""


# --- printing ---------------------------------------------------------------------------


def print_costs(ours: list[Cost], theirs: list[Cost], prowler: str, program: Path) -> None:
    rows = (
        ("wall, s", lambda cost: cost.wall, ".1f"),
        ("user, s", lambda cost: cost.user, ".1f"),
        ("system, s", lambda cost: cost.system, ".1f"),
        ("peak memory, MiB", lambda cost: cost.peak_memory, ".0f"),
        ("calls", lambda cost: cost.calls, ".0f"),
        ("calls at once", lambda cost: cost.calls_at_once, ".0f"),
    )
    print(f"| | auditrail ({program.parent.name}) | Prowler {prowler} |\n|---|--:|--:|")
    for name, of, form in rows:
        medians = (statistics.median(map(of, costs)) for costs in (ours, theirs))
        print(f"| {name} |", " | ".join(format(median, form) for median in medians), "|")
    print(f"\nMedians of {len(ours)}. Most called:\n")
    for name, costs in (("auditrail", ours), ("Prowler", theirs)):
        most = Counter(costs[-1].by_operation).most_common(5)
        print(f"- {name}:", ", ".join(f"{call} {count}" for call, count in most))


def print_verdicts(ours: dict, theirs: dict) -> None:
    both = sorted(ours.keys() & theirs.keys(), key=numbers)
    found = {control: differences(ours[control], theirs[control]) for control in both}
    differing = [control for control in both if found[control]]
    print(f"\nControls that both decide: {len(both)}; that differ: {len(differing)}.")
    for name, only in (("auditrail", ours.keys() - theirs), ("Prowler", theirs.keys() - ours)):
        print(f"Only {name}: {', '.join(sorted(only, key=numbers)) or 'none'}.")
    for name, controls in (("auditrail", ours), ("Prowler", theirs)):
        counts = Counter(v.status for control in both for v in controls[control])
        print(f"Verdicts of {name}:", ", ".join(f"{n} {s}" for s, n in counts.most_common()))
    if differing:
        print("\n| control | resource | auditrail | Prowler | known |\n|---|---|---|---|---|")
    for control in differing:
        for name, one, other in found[control]:
            cells = [control, name or "all others", said(one), said(other), known(other)]
            print("|", " | ".join(map(cell, cells)), "|")


def numbers(control: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", control)]


def said(verdict: Verdict | None) -> str:
    if verdict is None:
        return "nothing"
    return f"**{verdict.status}** {verdict.region}: {verdict.message}"


def cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= 160 else text[:159] + "…"


if __name__ == "__main__":
    main()
