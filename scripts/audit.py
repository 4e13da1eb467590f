"""What the installed program consists of, and whether any of it is known to be at fault.

    make audit

A clean environment has the package and what it needs, in the versions of constraints.txt, and nothing else. Of it are made:
dist/chanlian.cdx.json, a list of parts with versions and licences (SBOM, CycloneDX); whether the parts fit together
(pip check); whether a licence is among them that the core may not have (GPL); whether a known weakness is
(pip-audit, which asks PyPI's advisories: where those cannot be reached, that is said). Ends with 1 where something is wrong.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

SBOM = Path("dist") / "chanlian.cdx.json"
_FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
_ALLOWED = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def main(environment: str) -> int:
    """Audit an environment; 1 where something is wrong with it."""
    python = str(Path(environment) / "bin" / "python")
    wrong = [*_misfits(python), *_licences(_sbom(python)), *_weaknesses(python)]
    for line in wrong:
        print(f"audit: {line}")
    print(f"audit: {len(wrong)} wrong; parts and licences are in {SBOM}")
    return 1 if wrong else 0


def _sbom(python: str) -> list[dict[str, Any]]:
    SBOM.parent.mkdir(exist_ok=True)
    _tool(
        "cyclonedx_py", "environment", python, "--pyproject", "pyproject.toml", "--output-reproducible", "-o", str(SBOM)
    )
    bom = json.loads(SBOM.read_text(encoding="utf-8"))
    for part in [bom["metadata"].get("component", {}), *bom["components"]]:
        # where a file lay on this machine is nobody's matter
        part["externalReferences"] = [
            one for one in part.get("externalReferences", ()) if not one["url"].startswith("file:")
        ]
    SBOM.write_text(json.dumps(bom, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return list(bom["components"])


def _licences(parts: list[dict[str, Any]]) -> list[str]:
    out = []
    for part in sorted(parts, key=lambda one: str(one["name"]).lower()):
        said = [
            one.get("expression") or one["license"].get("id") or one["license"].get("name", "")
            for one in part.get("licenses", ())
        ]
        short = "; ".join(dict.fromkeys(text.splitlines()[0][:60] for text in said if text)) or "not stated"
        print(f"  {part['name']:32} {part.get('version', ''):14} {short}")
        # a choice that has another way is none that binds
        bound = [text for text in said if _FORBIDDEN.search(text) and not _ALLOWED.search(text) and " OR " not in text]
        if bound and len(bound) == len(said):
            out.append(f"{part['name']}: its licence is {short}")
    return out


def _misfits(python: str) -> list[str]:
    done = subprocess.run([python, "-m", "pip", "check"], capture_output=True, text=True, check=False)  # noqa: S603
    return [] if done.returncode == 0 else done.stdout.splitlines()


def _weaknesses(python: str) -> list[str]:
    where = subprocess.run(  # noqa: S603
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    done = _tool("pip_audit", "--path", where, "--format", "json", "--progress-spinner", "off", must=False)
    try:
        parts = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print("audit: known weaknesses were NOT checked: pip-audit cannot reach its advisories from here")
        return []
    unknown = [part["name"] for part in parts if "skip_reason" in part and part["name"] != "chanlian"]
    if unknown:
        print(
            f"audit: known weaknesses were NOT checked of {len(unknown)} of {len(parts)} parts: no advisories were to be had"
        )
    return [
        f"{part['name']} {part['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for part in parts
        for one in part.get("vulns", ())
    ]


def _tool(module: str, *arguments: str, must: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=must)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
