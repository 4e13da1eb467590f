# Two commands, each with all its own set-up in this folder (.venv); a second run takes seconds.
.PHONY: demo test coverage check bench docs wheel clean help

help:           ## what there is
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: .*## /\t/'

demo: .venv/.demo  ## set up and run the main job on the bundled example
	@.venv/bin/chanlian demo -o demo

test: .venv/.test  ## set up and pass the tests
	@sh scripts/setup.sh neo4j & server=$$!; sh scripts/setup.sh browser && .venv/bin/ruff check . && \
	.venv/bin/ruff format --check . && .venv/bin/mypy; passed=$$?; wait $$server; exit $$passed
	@.venv/bin/python -m pytest -q -n auto --dist loadgroup

coverage: .venv/.test  ## the tests again, with what they do not reach (a tenth slower)
	@.venv/bin/python -m pytest -q -n auto --dist loadgroup --cov --cov-report=term:skip-covered --cov-fail-under=90

.PHONY: torture
torture: .venv/.test  ## the loops of the tests (kills, mutations, orders, drawn graphs) at full length, drawn anew; hours
	@CHANLIAN_TORTURE=1 .venv/bin/python -m pytest -q -n auto --dist loadgroup $$(grep -rl --include='test_*.py' '^from torture import' tests)

check: .venv/.test  ## lint and types only
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

bench: .venv/.test  ## time one graph in a file, on a server, in networkx (some 25 minutes)
	@sh scripts/setup.sh neo4j
	@.venv/bin/python -m bench

docs: .venv/.test  ## make the generated pages again
	@.venv/bin/python scripts/make_docs.py

wheel: .venv/.test  ## build the wheel into dist/
	@.venv/bin/python -m build --wheel --outdir dist .

clean:          ## remove what the other commands made
	rm -rf .venv .make demo dist build

.venv/.demo: pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh demo

.venv/.test: pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh test
