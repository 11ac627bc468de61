"""The README and the guide say what is so: commands exist and run, keys are the menus', links and places lead somewhere."""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from imr_desktop.guide import chapters

PROGRAM = ".venv/bin/imr-desktop"
KEY = r"`((?:(?:Ctrl|Alt|Shift)\+)+[^`]+|F\d+)`"
IN_PANES = {"Ctrl+Shift+Enter", "Ctrl+Shift+C", "F3", "Shift+F3", "F7", "Ctrl+A", "Ctrl+C", "Shift+D"}
PAPERS = ("README.md", "resources/guide/*.md", ".github/*.md", ".github/*/*.md")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def guide() -> dict[str, str]:
    return {chapter.name: chapter.text for chapter in chapters()}


@pytest.fixture(scope="module")
def papers(root: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for pattern in PAPERS for path in sorted(root.glob(pattern))}


def _menu_keys() -> set[str]:
    from imr_desktop.ui.controllers.actions import MENUS

    ours = {key for _, definitions in MENUS for definition in definitions for key in definition.keys}
    return {key.replace("Return", "Enter").replace("Down", "↓").replace("Up", "↑") for key in ours}


def _commands(text: str) -> set[str]:
    return set(re.findall(r"(?<!/)imr-desktop ([a-z]+)", text))


def test_the_readme_is_one_page(readme: str) -> None:
    assert len(readme.splitlines()) < 90


def test_the_readmes_two_commands_are_there(readme: str, root: Path) -> None:
    assert [line.split() for line in readme.splitlines() if line.startswith("    ")] == [
        ["bash", "packaging/run.sh"],
        ["bash", "packaging/test.sh"],
    ]
    assert (root / "packaging/run.sh").is_file()
    assert (root / "packaging/test.sh").is_file()


def test_the_guide_names_every_command_and_no_other(guide: dict[str, str], readme: str) -> None:
    from imr_desktop.cli.parser import COMMANDS

    table = guide["command-line"].split("| exit code |")[0]
    assert set(re.findall(r"^\| `imr-desktop ([a-z]+)", table, re.MULTILINE)) == set(COMMANDS)
    assert _commands(readme + "".join(guide.values())) == set(COMMANDS)


def test_the_guide_names_every_act_and_no_other(guide: dict[str, str]) -> None:
    from imr_desktop.cli.commands import formulary, key, rules, vault

    for name, command in {"vault": vault, "rules": rules, "formulary": formulary, "key": key}.items():
        parser = argparse.ArgumentParser(description="")
        command.add_arguments(parser)
        (known,) = (action.choices for action in parser._actions if action.dest == "act")
        (table,) = (part for part in guide["command-line"].split("\n\n") if part.startswith(f"| {name} act |"))
        rows = [row.split("|")[1] for row in table.splitlines()[2:]]
        assert {act for row in rows for act in re.findall(r"`([\w-]+)`", row)} - {"--office"} == set(known)


def test_the_guide_names_every_calculator_and_no_other(guide: dict[str, str]) -> None:
    from imr_desktop.review.calculators import calculators

    assert re.findall(r"^\| `(\w+)` \|", guide["calculators"], re.MULTILINE) == [one.name for one in calculators()]


def test_the_keys_of_the_guide_are_those_of_the_menus(guide: dict[str, str], readme: str) -> None:
    ours = _menu_keys()
    assert len(ours) > 30
    assert set(re.findall(KEY, guide["keys"])) - IN_PANES == ours
    assert set(re.findall(KEY, readme + "".join(guide.values()))) - ours - IN_PANES == set()


def test_the_numbers_of_the_packs_are_told(guide: dict[str, str], readme: str) -> None:
    from imr_desktop.rules import load_packs

    rules = load_packs().rules.values()
    criteria = [criterion.confidence for rule in rules for criterion in rule.data.criteria]
    services = {name for rule in rules for name in (rule.data.service, *rule.data.also)}
    told = " ".join(guide["limits"].split())
    assert f"{len(rules)} rules with {len(criteria)} criteria; they name {len(services)} services" in told
    assert f"{criteria.count('from-memory')} of the criteria are from memory" in told
    assert f"Of {len(criteria)} guideline criteria {criteria.count('from-memory')} were not compared" in readme


def test_menu_paths_in_the_papers_exist(papers: dict[Path, str]) -> None:
    from imr_desktop.ui.controllers.actions import MENUS

    paths = {f"{title} › {made.text}".replace("&", "") for title, definitions in MENUS for made in definitions if made.text}
    told = {
        " ".join(path.split())
        for text in papers.values()
        for path in re.findall(r"\*((?:File|Edit|Case|Go|View|Help) › [^*]+)\*", text)
    }
    assert len(told) > 8
    assert told - paths == set()


def test_links_and_pictures_of_the_papers_lead_to_files(papers: dict[Path, str]) -> None:
    links = [(path, target) for path, text in papers.items() for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert len(links) > 40
    assert [f"{path.name}: {to}" for path, to in links if not (path.parent / to.partition("#")[0]).exists()] == []


def test_the_guide_leads_to_its_own_chapters_and_pictures_alone(root: Path) -> None:
    for chapter in chapters():
        assert chapter.text.startswith(f"# {chapter.title}\n")
        targets = re.findall(r"\]\(([^)\s]+)\)", chapter.text)
        assert [to for to in targets if not re.fullmatch(r"\d\d-[a-z-]+\.md|[a-z]+\.png", to)] == []
        assert "://" not in chapter.text


def test_every_picture_of_the_guide_is_made_by_one_command_small_and_shown(guide: dict[str, str], root: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("guide_pictures", root / "packaging/guide_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    named = set(re.findall(r"\(([a-z]+)\.png\)", "".join(guide.values())))
    there = {path.stem: path for path in (root / "resources/guide").glob("*.png")}
    assert named == set(there) == set(made.NAMES)
    for path in there.values():
        with Image.open(path) as picture:
            assert (picture.mode, picture.size) == ("P", made.SIZE), path.name
        assert path.stat().st_size < 200_000, path.name


def test_every_chapter_is_reached_by_a_link(guide: dict[str, str], readme: str) -> None:
    linked = set(re.findall(r"\d\d-([a-z-]+)\.md", "".join(guide.values()) + readme))
    assert set(guide) - linked == {"limits"}


def test_places_in_the_papers_exist(papers: dict[Path, str], root: Path) -> None:
    place = re.compile(r"`(?:python |bash )?((?:imr_desktop|packaging|resources|tests|\.github|\.ci)(?:/[\w.*-]+)*/?)[`\s]")
    told = {(path.name, found) for path, text in papers.items() for found in place.findall(text)}
    assert len(told) > 10
    assert [f"{name}: {found}" for name, found in sorted(told) if not list(root.glob(found.rstrip("/")))] == []


def _named(root: Path) -> set[str]:
    """What the program names: modules, definitions, values that are set, and short strings such as files and commands."""
    names: set[str] = set()
    for path in [*root.glob("imr_desktop/**/*.py"), *root.glob("packaging/*.py")]:
        names |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 40:
                names.add(node.value)
    return names


def test_names_in_the_papers_for_contributors_exist(papers: dict[Path, str], root: Path) -> None:
    """Of `CaseSession`, `vault/cases.db`, `field(USES, …)` or `imr-desktop schema` each part stands in the program."""
    names = _named(root) | {"imr-desktop", "vault", "lint-imports", "Any", "if", "Annotated", "USES", "family.name"}
    spans = {
        (path.name, span)
        for path, text in papers.items()
        if path.parent.name == ".github" and path.name != "CHANGELOG.md"
        for span in re.findall(r"`([^`\n]+)`", text)
        if not re.match(r"(bash|python|imr_desktop|resources|packaging|tests|pyproject)\b", span)
    }
    assert len(spans) > 20
    parts = {(name, span, part) for name, span in spans for part in re.findall(r"[\w.-]*\w", span.split(" > ")[0])}
    assert sorted(one for one in parts if not names & {one[2], one[2].strip("._-")}) == []


def test_commands_for_contributors_exist(papers: dict[Path, str], root: Path) -> None:
    lines = re.findall(r"^ {4}(\S.*)$", papers[root / ".github" / "CONTRIBUTING.md"], re.MULTILINE)
    files = {word for line in lines for word in line.split("#")[0].split() if re.match(r"(packaging|tests)/", word)}
    assert len(files) >= 6
    assert [file for file in sorted(files) if not (root / file).exists()] == []


def test_the_examples_of_the_guide_run(guide: dict[str, str], root: Path, tmp_path: Path) -> None:
    (tmp_path / "resources").symlink_to(root / "resources")
    blocks = [block for text in guide.values() for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]
    script = "".join(block for block in blocks if PROGRAM in block).replace(PROGRAM, f'"{sys.executable}" -m imr_desktop')
    assert script.count("-m imr_desktop") >= 5
    environment = {**os.environ, "PYTHONPATH": str(root), "IMR_DESKTOP_HOME": str(tmp_path / "home")}
    result = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=500,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sorted(path.name for path in (tmp_path / "signed").iterdir()) == [
        "CM14-9900028 Final determination.pdf",
        "CM16-9900417 Final determination.pdf",
    ]
