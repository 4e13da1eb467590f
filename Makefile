# Two commands, each with all its own set-up in this folder (.venv); a second run takes seconds.
.PHONY: demo test test-newest test-lowest coverage check bench docs lock upgrade wheel clean help FORCE

help:           ## what there is
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: .*## /\t/'

demo: .venv/.demo  ## set up and run the main job on the bundled example
	@.venv/bin/chanlian demo -o demo

test: .venv/.test  ## set up and pass the tests: all short ones, and of the long ones a sixteenth by turns
	@$(MAKE) --no-print-directory test-all CHANLIAN_TURNS=1

export CHANLIAN_TURNS CHANLIAN_LONG
test-all: .venv/.test  ## set up and pass all tests, in the versions of constraints.txt (an hour on two cores)
	@sh scripts/setup.sh neo4j & server=$$!; sh scripts/setup.sh browser && .venv/bin/ruff check . && \
	.venv/bin/ruff format --check .; passed=$$?; wait $$server; exit $$passed
	@.venv/bin/mypy & types=$$!; sh scripts/in_memory.sh .venv/bin/python -m pytest -q -n auto --dist loadgroup; passed=$$?; \
	wait $$types && exit $$passed

# What others' packages say of one another is no matter of ours where nobody chose their versions; loops
# have had their turn in the suite, and so have most parameters of a test
WORKERS = auto
CORE = -m pytest -q -n $(WORKERS) --dist loadgroup -m 'core and not neo4j and not torture' -o filterwarnings='error:::chanlian' $$(grep -rl pytest.mark.core tests)

test-newest:    ## the core tests in the newest versions of all that is needed (.venv-newest)
	@sh scripts/setup.sh newest
	@.venv-newest/bin/python scripts/versions.py told
	@CHANLIAN_FEW=1 sh scripts/in_memory.sh .venv-newest/bin/python $(CORE)

test-lowest:    ## the core tests in the lowest versions that pyproject.toml allows (.venv-lowest; Python 3.11)
	@sh scripts/setup.sh lowest
	@.venv-lowest/bin/python scripts/versions.py told
	@CHANLIAN_FEW=1 sh scripts/in_memory.sh .venv-lowest/bin/python $(CORE)

.PHONY: test-all long
long:           ## all tests, and which of them are long (tests/long.txt): run where nothing else runs
	@$(MAKE) --no-print-directory test-all CHANLIAN_LONG=tests/long.txt

coverage: .venv/.test  ## the tests again, with what they do not reach (a tenth slower)
	@.venv/bin/python -m pytest -q -n auto --dist loadgroup --cov --cov-report=term:skip-covered --cov-fail-under=90

.PHONY: torture
torture: .venv/.test  ## the loops of the tests (kills, mutations, orders, drawn graphs) at full length, drawn anew; an hour on two cores
	@.venv/bin/python tests/helpers/torture.py begin
	@CHANLIAN_TORTURE=1 .venv/bin/python -m pytest -q -n auto --dist loadgroup -m torture; \
	passed=$$?; .venv/bin/python tests/helpers/torture.py; exit $$passed

check: .venv/.test  ## lint and types only
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

bench: .venv/.test  ## time one graph in a file, on a server, in networkx (some 25 minutes)
	@sh scripts/setup.sh neo4j
	@.venv/bin/python -m bench

docs: .venv/.test  ## make the generated pages again
	@.venv/bin/python scripts/make_docs.py

.PHONY: sheets
sheets: .venv/.test  ## measure how office sheets are read (docs/SHEETS.md; under a minute)
	@.venv/bin/python scripts/measure_sheets.py

.PHONY: chromium109
chromium109: .venv/.test  ## open the page in the oldest browser of offices, where npm can bring it (a minute)
	@.venv/bin/python scripts/chromium109.py

.PHONY: audit
audit:          ## a list of all parts (SBOM), their licences and known weaknesses
	@sh scripts/setup.sh audit
	@.venv-audit/bin/python scripts/audit.py .venv-audit/audited

lock: .venv/.test  ## write constraints.txt from what is installed in .venv, once the tests passed there
	@.venv/bin/python scripts/versions.py lock

upgrade:        ## the newest versions into .venv and constraints.txt, for make test to judge
	@sh scripts/setup.sh upgrade
	@.venv/bin/python scripts/versions.py lock

wheel: .venv/.test  ## build the wheel into dist/
	@.venv/bin/python -m build --wheel --outdir dist .

clean:          ## remove what the other commands made
	rm -rf .venv .venv-newest .venv-lowest .make demo dist build

# asked at each run, since only a look inside says whether an environment is whole
.venv/.demo .venv/.test: FORCE
	@sh scripts/setup.sh $(@:.venv/.%=%)
FORCE:
