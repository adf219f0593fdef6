# make map     draw reports/ into outputs/ (make map REPORTS=path OUT=path for your own)
# make test    run every test
# make check   style, types, structure
# make bench   print speed and memory
# make accuracy  print the figures of the README's table
# make train   fit all models anew from training/

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTS ?= reports
OUT ?= outputs
INSTALLED := $(VENV)/installed
DEVELOPED := $(VENV)/developed

.PHONY: map test check bench accuracy train clean

map: $(INSTALLED)
	$(BIN)/geomap map $(REPORTS) -o $(OUT)

test: $(DEVELOPED)
	$(BIN)/pytest

check: $(DEVELOPED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEVELOPED)
	$(BIN)/python benchmarks/bench.py

accuracy: $(DEVELOPED)
	$(BIN)/python tests/accuracy/figures.py

train: $(DEVELOPED)
	$(BIN)/python -m pip install --quiet --group train
	$(BIN)/python training/reader.py
	$(BIN)/python training/recognizer.py
	$(BIN)/python training/coder.py
	$(BIN)/python training/linker.py

clean:
	rm -rf $(VENV) outputs/*.html outputs/*.geojson outputs/*.json

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(INSTALLED): pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(DEVELOPED): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
