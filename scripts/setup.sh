#!/bin/sh
# Sets up what `make` needs. A step looks whether what it finds does the work, not whether something of that name is there;
# what does not is set up anew where that can be, and otherwise a line says what is done without.
#
#   sh scripts/setup.sh demo      the package and what it needs, in .venv, in the versions of constraints.txt
#   sh scripts/setup.sh test      the development tools as well
#   sh scripts/setup.sh newest    .venv-newest: the newest version of everything, for the core tests
#   sh scripts/setup.sh lowest    .venv-lowest: the lowest that pyproject.toml allows, for the same
#   sh scripts/setup.sh audit     .venv-audit: the tools of make audit; .venv-audit/audited: the package alone
#   sh scripts/setup.sh upgrade   .venv with the newest of all; make lock then writes constraints.txt from it
#   sh scripts/setup.sh browser   a browser for the tests of pages and LibreOffice for those of forms, if they can be had
#   sh scripts/setup.sh neo4j     a Neo4j server for the tests of that engine, if it can be had
#
# Works as root or not. Nothing outside this folder is touched, except that root on a Debian machine gets missing system
# packages (python3-venv, chromium, LibreOffice, a JDK and Maven) by apt, and that the server for tests and a browser
# that Debian has not are kept in the user's cache (~/.cache), where Maven and Playwright bring them.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

is_root_with_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# Packages of Debian, within some minutes or not at all. What an earlier try left half done is ended first.
apt_install() {
    DEBIAN_FRONTEND=noninteractive timeout 600 sh -c '
        get() { apt-get -o DPkg::Lock::Timeout=240 -y -q "$@"; }
        dpkg --configure -a
        get install --no-install-recommends "$@" || { get update && get install --no-install-recommends "$@"; }
    ' sh "$@" >/dev/null 2>&1
}

# A large thing that could not be had is not tried for at every run, but again after an hour.
tried() { [ -n "$(find ".venv/.tried-$1" -mmin -60 2>/dev/null)" ]; }
try() { touch ".venv/.tried-$1"; }

# --- Python -----------------------------------------------------------------------------------------------------------

first=3.11 last=3.14 # constraints.txt serves these; a later Python gets the newest versions

between() { # between PYTHON FIRST LAST
    "$1" -c 'import sys
low, high = (tuple(map(int, text.split("."))) for text in sys.argv[1:])
sys.exit(not low <= sys.version_info[:2] <= high)' "$2" "$3" 2>/dev/null
}

find_python() { # one of the tested ones, if any is here; of the lowest versions' Python no later one
    for latest in $last $later; do
        for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
            if between "$name" "$first" "$latest"; then
                command -v "$name"
                return
            fi
        done
    done
    say "chanlian needs Python $wanted; install it, or name it: make PYTHON=/path/to/python3"
    return 1
}

# --- A virtual environment --------------------------------------------------------------------------------------------

works() { between "$venv/bin/python" "$first" "$later" && "$venv/bin/python" -m pip --version; } >/dev/null 2>&1

# Debian's Python comes without the pip that venv wants. One of these brings it:
by_venv() { "$python" -m venv "$venv"; }
by_pip() { "$python" -m venv --without-pip "$venv" && "$python" -m pip --python "$venv/bin/python" install pip; }
by_apt() { is_root_with_apt && apt_install python3-venv && by_venv; }
by_wheel() { # of a package that anybody may download and unpack
    rm -rf .make/apt
    mkdir -p .make/apt/lists/partial .make/apt/cache/archives/partial
    (
        cd .make/apt
        set -- -o "Dir::State::lists=$PWD/lists" -o "Dir::Cache=$PWD/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User=
        apt-get "$@" update -q
        apt-get "$@" download -q python3-pip-whl && dpkg -x python3-pip-whl_*.deb unpacked
    ) || return 1
    wheel=$(find .make/apt/unpacked -name 'pip-*.whl' | head -n 1)
    [ -n "$wheel" ] && "$python" -m venv --without-pip "$venv" && "$venv/bin/python" "$wheel/pip" install pip
}

make_venv() {
    python=$(find_python) || exit 1
    for way in by_venv by_pip by_apt by_wheel; do
        rm -rf "$venv"
        if "$way" >/dev/null 2>&1 && works; then return; fi
    done
    rm -rf "$venv"
    say "a virtual environment could not be made with $python; install its venv package (Debian: apt install python3-venv)"
    exit 1
}

install() { "$venv/bin/python" -m pip install -q --disable-pip-version-check "$@"; }

locked() {
    if between "$venv/bin/python" "$first" "$last"; then
        install -c constraints.txt pip
        install -c constraints.txt --build-constraint constraints.txt "$@"
    else
        say "this Python is later than those that constraints.txt serves ($first to $last): the newest versions are installed"
        install --upgrade pip
        install "$@"
    fi
}

# The stamp $venv/.KIND says what was installed; `whole` looks whether all of that is still there.
set_up() { # set_up KIND
    stamp=$venv/.$1 state=2 lacks="its Python or pip does not work"
    if works; then
        state=0
        lacks=$("$venv/bin/python" scripts/versions.py whole "$stamp") || state=$?
    fi
    case $state in
        0) return ;;
        1) [ ! -e "$stamp" ] || say "$venv is set up again: $lacks" ;;
        *)
            [ ! -e "$venv" ] || say "$venv is made anew: $lacks"
            say "setting up $venv (once; some minutes)"
            make_venv
            ;;
    esac
    rm -f "$venv"/.demo "$venv"/.test
    case $1 in
        demo) locked --editable . ;;
        test) locked --editable . --group dev ;;
        lowest)
            install --upgrade pip
            lowest=$("$venv/bin/python" scripts/versions.py lowest)
            # shellcheck disable=SC2086  # one word a requirement
            install --only-binary :all: --editable . --group core $lowest
            ;;
    esac
    "$venv/bin/python" scripts/versions.py seal "$stamp"
    [ "$1" != test ] || cp "$stamp" "$venv/.demo"
}

set_up_newest() { # set_up_newest GROUP: asked for anew each time, that is its point
    works || make_venv
    install --upgrade pip
    install --upgrade --upgrade-strategy eager --editable . --group "$1"
}

# --- What some tests need ---------------------------------------------------------------------------------------------

can() { .venv/bin/python tests/helpers/abilities.py "$1"; } # says what is wrong

browser() {
    if ! lacks=$(can browser) && ! tried browser; then
        try browser
        if is_root_with_apt; then
            say "installing a browser for the tests of pages (once)"
            apt_install chromium libatomic1 || true
        fi
        lacks=$(can browser) || .venv/bin/python -m playwright install chromium >/dev/null 2>&1 || true
        lacks=$(can browser) || true
    fi
    [ -z "$lacks" ] || say "$lacks: tests of pages are skipped"
}

# Chinese text needs a Chinese font
has_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; }

fonts() {
    if ! has_font && ! tried fonts && is_root_with_apt; then
        try fonts
        say "installing a Chinese font for the tests of pages (once)"
        apt_install fontconfig fonts-noto-cjk || true
    fi
    has_font || say "no Chinese font is here: the pages of tests show boxes for characters"
}

# Forms go through an office program and back; reports are opened in it.
office() {
    if ! lacks=$(can office && can documents) && ! tried office; then
        try office
        if is_root_with_apt; then
            say "installing LibreOffice for the tests of forms and reports (once)"
            apt_install libreoffice-calc-nogui libreoffice-writer-nogui || true
            lacks=$(can office && can documents) || true
        fi
    fi
    [ -z "$lacks" ] || say "$lacks: tests of forms or reports that need it are skipped"
}

# A server is put together from Maven artifacts, by a JDK. One that the environment names is used instead.
# Debian has a JDK of 21 or of 17, by its age; the newest Neo4j wants 21, the long-term one is content with 17.
neo4j() {
    [ -z "${CHANLIAN_NEO4J_URL:-}" ] || return 0
    if ! .venv/bin/python tests/helpers/neo4j_assembly.py tools && ! tried jdk && is_root_with_apt; then
        try jdk
        say "installing a JDK and Maven for the tests with a Neo4j server (once)"
        apt_install openjdk-21-jdk-headless maven || apt_install openjdk-17-jdk-headless maven || say "no JDK and Maven could be installed"
    fi
    .venv/bin/python tests/helpers/neo4j_assembly.py fill || say "no Neo4j server could be set up: tests that need one are skipped"
}

# --- Command ----------------------------------------------------------------------------------------------------------

venv=.venv later=9.9 wanted="$first or later"
case "${1:-}" in
    demo | test) set_up "$1" ;;
    newest) venv=.venv-newest; set_up_newest core ;;
    upgrade) set_up_newest dev ;;
    lowest) venv=.venv-lowest last=$first later=$first wanted="$first for its lowest versions"; set_up lowest ;;
    audit)
        venv=.venv-audit
        works || make_venv
        install --upgrade cyclonedx-bom pip-audit
        venv=.venv-audit/audited
        make_venv
        locked .
        ;;
    browser) browser; fonts; office ;;
    neo4j) neo4j ;;
    *) say "usage: sh scripts/setup.sh demo|test|newest|lowest|upgrade|audit|browser|neo4j"; exit 2 ;;
esac
