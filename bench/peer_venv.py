"""The peers' own virtual environment, so that they never enter the project's."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".venv-bench"


def python(*packages: str) -> Path:
    """Its interpreter, with `packages` (names, or name==version) installed."""
    interpreter = FOLDER / "bin" / "python"
    if not interpreter.exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    mark = FOLDER / ("." + "_".join(sorted(packages)).replace("/", "-"))
    if not mark.exists():
        install = [str(interpreter), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *packages]
        subprocess.run(install, check=True)
        mark.touch()
    return interpreter


if __name__ == "__main__":
    print(python(*sys.argv[1:]))
