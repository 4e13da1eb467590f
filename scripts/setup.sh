#!/bin/sh
# Sets up what `make` needs: a virtual environment in .venv and, for tests, a browser.
#
#   sh scripts/setup.sh demo      the package and what it needs
#   sh scripts/setup.sh test      the development tools as well
#   sh scripts/setup.sh browser   a browser for the tests of pages and LibreOffice for those of forms, if they can be had
#   sh scripts/setup.sh neo4j     a Neo4j server for the tests of that engine, if it can be had
#
# Works as root or not. Nothing outside this folder is touched, except that root on a Debian
# machine gets missing system packages (python3-venv, chromium, a JDK and Maven) by apt, and that
# the server for tests is kept in the user's cache (~/.cache/chanlian), where Maven brings it.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

is_root_with_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q "$@" >/dev/null 2>&1 || {
        apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q "$@" >/dev/null
    }
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "chanlian needs Python 3.11 or later; install it, or name it: make PYTHON=/path/to/python3"
    exit 1
}

# Debian's Python comes without the pip that venv wants; its wheel is in a package that
# anybody may download and unpack.
fetch_pip_wheel() {
    mkdir -p .make/apt/lists/partial .make/apt/cache/archives/partial
    (
        cd .make/apt
        set -- -o "Dir::State::lists=$PWD/lists" -o "Dir::Cache=$PWD/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User=
        apt-get "$@" update -q >/dev/null 2>&1
        apt-get "$@" download -q python3-pip-whl >/dev/null 2>&1
        dpkg -x python3-pip-whl_*.deb unpacked
    ) || return 1
    find .make/apt/unpacked -name 'pip-*.whl' | head -n 1
}

make_venv() {
    python=$(find_python)
    if "$python" -m venv .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip .venv && "$python" -m pip -q --python .venv/bin/python install pip && return
        rm -rf .venv
    fi
    if is_root_with_apt && apt_install python3-venv && "$python" -m venv .venv; then return; fi
    rm -rf .venv
    if command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1; then
        wheel=$(fetch_pip_wheel || true)
        if [ -n "$wheel" ] && "$python" -m venv --without-pip .venv && .venv/bin/python "$wheel/pip" install -q pip; then
            return
        fi
        rm -rf .venv
    fi
    say "a virtual environment could not be made with $python; install its venv package (Debian: apt install python3-venv)"
    exit 1
}

set_up() {
    .venv/bin/python -c 'import pip' >/dev/null 2>&1 || { rm -rf .venv; say "setting up .venv (once; some minutes)"; make_venv; }
    .venv/bin/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
    if [ "$1" = test ]; then
        .venv/bin/python -m pip install -q --disable-pip-version-check --editable . --group dev
        touch .venv/.test
    else
        .venv/bin/python -m pip install -q --disable-pip-version-check --editable .
    fi
    touch .venv/.demo
}

browser() {
    for name in "${CHANLIAN_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            fonts
            return
        fi
    done
    [ ! -e .venv/.browser ] || return 0
    if is_root_with_apt; then
        say "installing a browser for the tests of pages (once)"
        apt_install chromium fonts-noto-cjk || say "no browser could be installed; tests that need one are skipped"
    elif .venv/bin/python -m playwright install chromium >/dev/null 2>&1; then
        say "a browser for the tests was installed for this user"
    else
        say "no browser is here and none can be installed without root: tests that need one are skipped"
    fi
    touch .venv/.browser
}

# Forms go through an office program and back. Large and slow to fetch: not waited for longer than some minutes.
office() {
    if command -v soffice >/dev/null 2>&1 || [ -e .venv/.office ]; then return; fi
    if is_root_with_apt; then
        say "installing LibreOffice for the tests of forms (once)"
        timeout 240 sh -c 'export DEBIAN_FRONTEND=noninteractive
            apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends libreoffice-calc-nogui >/dev/null 2>&1 ||
            { apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null 2>&1 &&
              apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends libreoffice-calc-nogui >/dev/null 2>&1; }' ||
            say "LibreOffice could not be installed; tests that need it are skipped"
    else
        say "LibreOffice is not here and cannot be installed without root: tests that need it are skipped"
    fi
    touch .venv/.office
}

# A server is put together from Maven artifacts, by a JDK. One that the environment names is used instead.
# Debian has a JDK of 21 or of 17, by its age; the newest Neo4j wants 21, the long-term one is content with 17.
neo4j() {
    [ -z "${CHANLIAN_NEO4J_URL:-}" ] || return 0
    if ! .venv/bin/python tests/helpers/neo4j_assembly.py tools && [ ! -e .venv/.jdk ] && is_root_with_apt; then
        say "installing a JDK and Maven for the tests with a Neo4j server (once)"
        timeout 240 sh -c 'export DEBIAN_FRONTEND=noninteractive
            jdk_and_maven() {
                for version in 21 17; do
                    apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "openjdk-$version-jdk-headless" maven >/dev/null 2>&1 && return
                done
                return 1
            }
            jdk_and_maven || { apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null 2>&1 && jdk_and_maven; }' ||
            say "no JDK and Maven could be installed"
        touch .venv/.jdk
    fi
    .venv/bin/python tests/helpers/neo4j_assembly.py fill || say "no Neo4j server could be set up: tests that need one are skipped"
}

# Chinese text needs a Chinese font
fonts() {
    if command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; then return; fi
    if is_root_with_apt; then apt_install fonts-noto-cjk || say "no Chinese font could be installed"; fi
}

case "${1:-}" in
    demo | test) set_up "$1" ;;
    browser) browser; office ;;
    neo4j) neo4j ;;
    *) say "usage: sh scripts/setup.sh demo|test|browser|neo4j"; exit 2 ;;
esac
