"""What the documentation says is true: commands exist, links lead somewhere, examples are accepted."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.__main__ import parser
from generator.store import DataFolder
from generator.store.corrections import read_corrections
from generator.store.permalinks import read_redirects
from generator.store.replies import read_replies
from generator.store.sidecar import read_sidecar
from tests.conftest import ROOT

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shell_lines() -> list[tuple[str, str]]:
    """Every command in a `sh` block, with the page it stands on."""
    lines = []
    for page in DOCS:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
            lines += [
                (page.name, line.partition(" #")[0].strip()) for line in block.splitlines() if line.strip()
            ]
    return lines


@pytest.mark.parametrize(("page", "line"), shell_lines())
def test_commands_are_understood(page: str, line: str) -> None:
    words = shlex.split(line)
    if words[0] == "make":
        targets = re.findall(r"^([\w ]+):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
        assert words[1] in " ".join(targets).split(), page
    else:
        assert words[:3] == ["python", "-m", "generator"], f"{page}: a command that this test does not know"
        parser().parse_args(words[3:])


def test_there_are_commands_to_test() -> None:
    assert len(shell_lines()) > 5


def test_every_make_target_that_is_advertised_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    advertised = set(re.findall(r"echo 'make (\w+) ", makefile))
    assert advertised <= set(" ".join(re.findall(r"^([\w ]+):(?!=)", makefile, re.M)).split())


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_relative_links_resolve(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{page.name} links to {target}"
        if anchor and place.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", place.read_text(encoding="utf-8"), re.M)
            slugs = {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}
            assert anchor in slugs, f"{page.name} links to {target}"


def test_examples_are_accepted(tmp_path: Path) -> None:
    """The YAML in docs/data.md, read by what reads the real files."""
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    examples = dict(re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", text, re.S))
    assert set(examples) == {"sidecar", "attachment", "corrections", "replies", "redirects"}
    for name, example in examples.items():
        (tmp_path / f"{name}.yaml").write_text(example, encoding="utf-8")
    sidecar = read_sidecar(tmp_path / "sidecar.yaml")
    assert None not in [getattr(sidecar, name) for name in sidecar.__slots__]
    assert read_sidecar(tmp_path / "attachment.yaml").title == "2022年部门预算公开表.xlsx"
    assert len(read_corrections(tmp_path / "corrections.yaml")) == 2
    assert len(read_replies(tmp_path / "replies.yaml")) == 1
    assert len(read_redirects(DataFolder(tmp_path))) == 2


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


HOSTS = ("pypi", "pythonhosted", "npmjs", "npmmirror", "deb.debian", "tuna.tsinghua", "mirrors.aliyun")
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|root|tmp|Users|home/\w+)/|"
    + "|".join(rf"\b{re.escape(h)}\.(?:org|com)" for h in HOSTS)
)


def test_no_machine_and_no_registry_is_named() -> None:
    """Reports as received are quoted, not written: they may say what they like."""
    named = []
    for path in tracked():
        if (
            path.is_relative_to(ROOT / "data")
            or path.suffix in {".png", ".woff2", ".pdf"}
            or not path.is_file()
        ):
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if FORBIDDEN.search(line):
                named.append(f"{path.relative_to(ROOT)}: {line.strip()[:80]}")
    assert not named


@pytest.mark.parametrize("line", ["cd /wo" + "rk/main", "--index-url https://py" + "pi.org/simple"])
def test_the_search_for_machines_finds_them(line: str) -> None:
    assert FORBIDDEN.search(line)


def test_issue_forms_are_well_formed() -> None:
    for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "config":
            continue
        ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
        assert {"name", "description", "body"} <= set(form)
        assert len(ids) == len(set(ids)) > 3
