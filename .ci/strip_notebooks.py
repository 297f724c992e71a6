"""Takes outputs and counts out of notebooks before they are committed; says so by exit code 1."""

import json
import sys
from pathlib import Path


def strip(path: Path) -> bool:
    """Whether there was something to take out."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    changed = False
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"]):
            cell["outputs"], cell["execution_count"], changed = [], None, True
    if changed:
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return changed


if __name__ == "__main__":
    stripped = [strip(Path(name)) for name in sys.argv[1:]]  # every one, also after the first
    sys.exit(any(stripped))
