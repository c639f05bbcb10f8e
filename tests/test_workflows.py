"""The workflows of GitHub Actions, as far as they can be tried without it: what they run exists and works."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.__main__ import parser
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SYSTEM = {"test", "echo", "exit", "git", "sudo"}
"""Commands of every runner that the steps may use. `sudo` is for apt-get only."""
KEYWORDS = {"if", "then", "else", "fi"}
PUBLISHES = "github.event_name != 'pull_request'"


def workflow(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(
        (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    )
    return content


def triggers(content: dict[Any, Any]) -> dict[str, Any]:
    """YAML 1.1 reads the key `on` as true."""
    found: dict[str, Any] = content[True]
    return found


def steps() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for job, content in workflow(path.name)["jobs"].items():
            for step in content["steps"]:
                yield path.name, job, step


RUN = [pytest.param(step, id=f"{name}-{job}") for name, job, step in steps() if "run" in step]


def commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a script, as words, without variables being set and without redirections."""
    for line in script.splitlines():
        for part in re.split(r"\|\||&&|;", line.strip()):
            words = shlex.split(re.sub(r">+ *\S+", "", part))
            while words and (words[0] in KEYWORDS or re.fullmatch(r"\w+=.*", words[0])):
                words = words[1:]
            if words and words[0] != "[":
                yield words


def makefile() -> tuple[set[str], set[str]]:
    """The targets of the Makefile, and the variables one may set."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = " ".join(re.findall(r"^([\w ]+):(?!=)", text, re.M)).split()
    return set(targets), set(re.findall(r"^(\w+) \?=", text, re.M))


@pytest.mark.parametrize("step", RUN)
def test_every_command_of_a_step_exists(step: dict[str, Any]) -> None:
    targets, variables = makefile()
    found = list(commands(step["run"]))
    assert found
    for words in found:
        match words:
            case ["make", *rest]:
                for word in rest:
                    name, given, value = word.partition("=")
                    assert name in (variables if given else targets), word
                    if name == "BUILD_ARGS":
                        parser().parse_args(["build", *value.split()])
            case ["sudo", command, *_]:
                assert command == "apt-get"
            case [command, *_] if "/" in command:
                assert os.access(ROOT / command, os.X_OK), command
            case [command, *_]:
                assert command in SYSTEM


@pytest.mark.parametrize("line", ["make sight", "make site BUILT=1", ".ci/gone", "curl x", "sudo rm -rf x"])
def test_a_command_that_does_not_exist_is_found(line: str) -> None:
    with pytest.raises(AssertionError):
        test_every_command_of_a_step_exists({"run": f"status=0\n{line} || status=$?"})


@pytest.mark.parametrize("step", RUN)
def test_steps_are_shell_and_nothing_is_put_into_them(step: dict[str, Any]) -> None:
    """What comes from outside reaches a script as a variable of its environment only."""
    assert subprocess.run(["bash", "-n"], input=step["run"], text=True, check=False).returncode == 0
    assert "${{" not in step["run"]


def test_actions_are_pinned() -> None:
    """By hash, one hash for each version; the comment says which version it is."""
    pinned: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        uses = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
        assert uses
        for action, comment in uses:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), f"{path.name}: {action}"
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{path.name}: {action} without its version"
            pinned.setdefault(action.partition("@")[0], set()).add(f"{action}{comment}")
    assert all(len(versions) == 1 for versions in pinned.values())


def test_rights_are_few() -> None:
    rights = {}
    for path in WORKFLOWS:
        assert workflow(path.name)["permissions"] == {"contents": "read"}
        for name, job in workflow(path.name)["jobs"].items():
            writes = {right for right, level in job.get("permissions", {}).items() if level != "read"}
            rights |= {f"{path.name} {name}": writes} if writes else {}
    assert rights == {"pages.yml deploy": {"pages", "id-token"}}


def test_steps_and_jobs_refer_to_what_is_there() -> None:
    for path in WORKFLOWS:
        jobs = workflow(path.name)["jobs"]
        for job in jobs.values():
            ids = {step["id"] for step in job["steps"] if "id" in step}
            text = yaml.safe_dump(job)
            assert set(re.findall(r"steps\.(\w+)\.", text)) <= ids
            needed = job.get("needs", [])
            assert set([needed] if isinstance(needed, str) else needed) <= jobs.keys()
            for other, output in re.findall(r"needs\.([\w-]+)\.outputs\.(\w+)", text):
                assert other in needed
                assert output in jobs[other]["outputs"]
            for step in job["steps"]:
                assert ("uses" in step) != ("run" in step)


def test_pull_requests_build_and_test_but_publish_nothing() -> None:
    for path in WORKFLOWS:
        assert triggers(workflow(path.name)).keys() == {"push", "pull_request", "workflow_dispatch"}
        assert triggers(workflow(path.name))["push"] == {"branches": ["main"]}
    jobs = workflow("pages.yml")["jobs"]
    assert jobs["deploy"]["if"] == f"{PUBLISHES} && github.ref == 'refs/heads/main'"
    for step in jobs["build"]["steps"]:
        if re.match(r"actions/(configure-pages|upload-pages-artifact)@", step.get("uses", "")):
            assert step["if"] == PUBLISHES
    assert "if" not in workflow("tests.yml")["jobs"]["test"]


def test_the_site_is_built_for_the_address_it_gets_and_from_where_it_lies() -> None:
    jobs = workflow("pages.yml")["jobs"]
    build = next(step for step in jobs["build"]["steps"] if "SITE_URL" in step.get("env", {}))
    fallback = re.search(r"\|\| '(\S+)'", build["env"]["SITE_URL"])
    assert fallback
    assert f'[SITE_URL, "{fallback[1]}"]' in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "format('{0}/', steps.pages.outputs.base_url)" in build["env"]["SITE_URL"], "with its slash"
    upload = jobs["build"]["steps"][-1]
    assert Path(upload["with"]["path"]) == parser().parse_args(["build"]).site


MAKES = {
    "a whole site": ("mkdir -p site && echo ok > site/index.html", 0, "status=0\n"),
    "a site without one report": ("mkdir -p site && echo ok > site/index.html && exit 2", 0, "status=2\n"),
    "no site": ("exit 2", 1, ""),
}


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As GitHub Actions runs a step."""
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={"PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def named(job: str, text: str) -> str:
    found: str = next(
        step["run"] for step in workflow("pages.yml")["jobs"][job]["steps"] if text in step.get("run", "")
    )
    return found


@pytest.mark.parametrize("case", MAKES)
def test_a_left_out_report_does_not_keep_the_site_from_being_published(case: str, tmp_path: Path) -> None:
    does, status, output = MAKES[case]
    make = tmp_path / "bin" / "make"
    make.parent.mkdir()
    make.write_text(f"#!/bin/bash\n{does}\n", encoding="utf-8")
    make.chmod(0o755)
    said = tmp_path / "output"
    said.touch()
    result = run(named("build", "make site"), tmp_path, GITHUB_OUTPUT=str(said))
    assert (result.returncode, said.read_text(encoding="utf-8")) == (status, output), result.stderr


@pytest.mark.parametrize(("status", "fails"), [("0", 0), ("2", 1), ("", 1)])
def test_a_left_out_report_fails_the_last_job(status: str, fails: int, tmp_path: Path) -> None:
    result = run(named("left-out", "exit 1"), tmp_path, STATUS=status)
    assert result.returncode == fails
    assert ("::error::" in result.stdout) == bool(fails)


def test_what_was_not_committed_is_said(tmp_path: Path) -> None:
    script = named("build", "git status")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/permalinks.txt").write_text("/\n", encoding="utf-8")
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org"]
    for arguments in (["init", "-q"], ["add", "data"], ["commit", "-qm", "all"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    assert run(script, tmp_path).stdout == ""
    (tmp_path / "data/new.yaml").write_text("a: 1\n", encoding="utf-8")
    said = run(script, tmp_path)
    assert said.returncode == 0
    assert "::warning::" in said.stdout
    assert "data/new.yaml" in said.stdout


def test_the_tests_run_as_they_do_anywhere(tmp_path: Path) -> None:
    """`.ci/run` is `make test` with nothing skipped, from whatever folder it is called."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("pagefind"))
    make = tmp_path / "bin" / "make"
    make.parent.mkdir()
    make.write_text('#!/bin/bash\necho "$CI $PWD $*"\n', encoding="utf-8")
    make.chmod(0o755)
    assert run(".ci/run", tmp_path).stdout == f"true {tmp_path} test\n"
