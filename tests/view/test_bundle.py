import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

EXPLORER = Path(__file__).parents[2] / "kg" / "view" / "explorer"
BUILT = EXPLORER / "built"


def test_the_bundle_was_built_from_the_sources_as_they_are():
    assert json.loads((BUILT / "manifest.json").read_text())["sources"] == source_hash(), "run: npm run build"


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path):
    if not shutil.which("npm") or not (EXPLORER / "node_modules").is_dir():
        pytest.skip("needs Node and: npm ci in kg/view/explorer")
    subprocess.run(["npm", "run", "--silent", "build", "--", "--outDir", tmp_path], cwd=EXPLORER, check=True)
    for name in ("explorer.js", "explorer.css", "template.html"):
        assert (tmp_path / name).read_bytes() == (BUILT / name).read_bytes(), name


def source_hash() -> str:
    names = ["package.json", "package-lock.json", "vite.config.js"]
    names += [f"src/{path.name}" for path in (EXPLORER / "src").iterdir()]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (EXPLORER / name).read_bytes() + b"\0")
    return digest.hexdigest()
