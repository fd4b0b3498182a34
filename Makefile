# make results   rebuild everything in results/ (makes its own environment first)
# make test      run all tests
# make test-fast run the tests that need neither raw data nor Snakemake
# make coverage  say which lines of src no test runs of those that run within one process
# make slurm     run the study on a Slurm of one node (as root, with slurm-wlm, munge and COALITIONS_MIRROR)
# make matrix    change every key of the configuration and back: results are those of fresh clones;
#                swap every version of the data in; and open the site in a browser
# make bench     time each part beside a peer in one run; UNIVERSES="2000 20000" for sizes of the multiverse
# make docs-bench  the same, and write docs/benchmarks.md anew, with what the machine is
# make wheel     build the estimator alone, dist/hetprobit-*.whl
# make test-wheel  test that wheel in an environment of its own
# make docs      write the generated documentation anew
# make site      build the documentation as a site, build/site/index.html
# make addresses ask every address of data/sources.csv for its file, and report in addresses.md
# make format    format code and rules

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
CORES ?= all
FAST := not (matrix or slurm or data or workflow or regression)

# Snakemake starts no Python whose path has a space.
ifneq ($(words $(CURDIR)),1)
ifeq ($(filter /%,$(VENV)),)
$(error The path of this folder has a space: $(CURDIR). Next: move the project, or keep its \
environment elsewhere: make $(MAKECMDGOALS) VENV=/path/without/space)
endif
endif

.DEFAULT_GOAL := results
.PHONY: results test test-fast coverage matrix slurm bench docs-bench wheel test-wheel docs site addresses \
	format lint style types clean

# Compiled on all cores, which pip does on one, but for the packages' own tests, a quarter of them; some
# hold files that are meant not to compile.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q -j 0 -x '/tests/' $(VENV) src > $(VENV)/compiled.log 2>&1 || true
	touch $@

# Snakemake's plugin for Slurm, beside the project's own packages.
$(VENV)/slurm: $(VENV)/installed profiles/slurm/requirements.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r profiles/slurm/requirements.lock
	touch $@

results: $(VENV)/installed
	@echo "Building everything in results/: about a minute on two cores, and 16 MB of raw data to fetch once."
	@$(BIN)/snakemake --cores 1 --quiet all -- start
	@$(BIN)/snakemake --cores $(CORES) all theory
	@$(BIN)/snakemake --cores 1 --quiet all -- closing

# Threads of the linear algebra would only wait for those of other workers.
test test-fast coverage matrix slurm bench docs-bench: export OPENBLAS_NUM_THREADS = 1

# The profile of a cluster is read in tests, which its plugin is needed for. Of two cores three workers
# make more: many tests wait, for Slurm, a browser, or a server that is not there.
test: $(VENV)/slurm lint
	$(BIN)/pytest -n 3

test-fast: $(VENV)/installed
	$(BIN)/pytest -n 2 -m "$(FAST)"

# Jobs of Snakemake run in processes of their own, which are not traced.
coverage: $(VENV)/installed
	$(BIN)/coverage run --branch --source src -m pytest -q -m "data or ($(FAST))"
	$(BIN)/coverage report --skip-covered --show-missing

matrix: $(VENV)/installed
	$(BIN)/pytest -n 2 -m matrix

slurm: $(VENV)/slurm
	COALITIONS_SLURM=whole $(BIN)/pytest -m "slurm or not slurm" tests/slurm

lint: $(VENV)/installed
	$(MAKE) --no-print-directory -j 2 style types

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(BIN)/lint-imports --no-logo

types:
	$(BIN)/mypy

bench docs-bench: $(VENV)/installed
	$(BIN)/python benchmarks/run.py $(if $(UNIVERSES),--universes $(UNIVERSES)) \
	$(if $(filter docs-bench,$@),--page docs/benchmarks.md)

# Built from a copy, as setuptools leaves files of its own beside the source.
wheel: $(VENV)/installed
	rm -f dist/hetprobit-*.whl
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	cp src/hetprobit/*.py src/hetprobit/py.typed src/hetprobit/*.toml src/hetprobit/*.md LICENSE \
	"$$folder" && \
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist "$$folder"

test-wheel: wheel
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/pip" install --quiet "$$(echo dist/hetprobit-*.whl)[test]" && \
	"$$folder/bin/python" -m pytest --confcutdir=tests/hetprobit -p no:cacheprovider tests/hetprobit

docs: $(VENV)/installed
	$(BIN)/python -m coalitions.report.documents

site: $(VENV)/installed
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --jobs 2 \
	--conf-dir docs --doctree-dir build/doctrees . build/site
	@echo "The site begins at build/site/index.html"

addresses: $(VENV)/installed
	$(BIN)/python -m coalitions.sources.addresses > addresses.md || (cat addresses.md; exit 1)

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow/rules

clean:
	rm -rf results/* .snakemake logs
	git checkout -- results/reference
