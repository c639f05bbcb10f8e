"""The layers: sources -> reading -> checking -> store -> site. Who may import whom, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator

PACKAGE = Path(generator.__file__).parent
SHARED = {"model", "vocabulary"}
MAY_IMPORT = {
    "model": set(),
    "vocabulary": {"model"},
    "sources": SHARED,
    "reading": SHARED | {"sources"},
    "checking": SHARED | {"sources", "reading"},
    "store": SHARED | {"sources", "reading", "checking"},
    "attachments": SHARED | {"sources", "store"},
    "inventory": SHARED | {"sources", "store"},
    "pipeline": SHARED | {"sources", "reading", "checking", "store", "attachments", "inventory"},
    "filing": SHARED | {"sources", "reading", "store", "attachments", "pipeline"},
    "site": SHARED | {"sources", "reading", "checking", "store", "pipeline"},
    "commands": SHARED | {"checking", "store", "attachments", "inventory", "pipeline", "filing", "site"},
    "__main__": {"commands"},
}
# What a layer must not do itself, whoever it imports.
FOREIGN = {
    "sources": {"mkdocs", "jinja2", "altair", "scipy"},
    "reading": {
        "mkdocs",
        "jinja2",
        "altair",
        "scipy",
        "pypdfium2",
        "docx",
        "openpyxl",
        "pathlib",
    },
    "checking": {"mkdocs", "jinja2", "altair", "pypdfium2", "docx", "openpyxl"},
    "store": {"mkdocs", "jinja2", "altair", "pypdfium2", "docx", "openpyxl"},
    "site": {"pypdfium2", "docx", "openpyxl"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too, dotted, relative ones resolved."""
    package = ["generator", *path.relative_to(PACKAGE).with_suffix("").parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: -node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            if stem == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)
            else:
                yield stem


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_run_one_way(path: Path) -> None:
    own = layer(path)
    if own == "__init__":
        return
    assert own in MAY_IMPORT, f"{name(path)}: a new layer; give it its place in this test"
    inner = {module.split(".")[1] for module in imports(path) if module.startswith("generator.")}
    assert inner <= MAY_IMPORT[own] | {own}, f"{name(path)} imports a layer above it"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_layers_leave_foreign_work_alone(path: Path) -> None:
    tops = {module.split(".")[0] for module in imports(path)}
    assert not tops & FOREIGN.get(layer(path), set())


def test_the_site_parses_nothing() -> None:
    for path in modules():
        if layer(path) == "site":
            used = {module for module in imports(path) if module.startswith("generator.reading")}
            assert not used, f"{name(path)} reads report text: {used}"


def test_the_reader_of_imports_sees_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above are worth what `imports` finds."""
    monkeypatch.setattr("tests.test_layers.PACKAGE", tmp_path)
    path = tmp_path / "reading" / "x.py"
    path.parent.mkdir()
    path.write_text(
        "import generator.site\nfrom generator import store, model\nfrom ..checking import rules\n"
        "def f():\n    from . import y\n    import yaml as z\n",
        encoding="utf-8",
    )
    assert set(imports(path)) == {
        "generator.site",
        "generator.store",
        "generator.model",
        "generator.checking",
        "generator.reading",
        "yaml",
    }
