# The study and its workflow in a container, with the packages of requirements.lock and no others.
#   docker build --tag coalitions .
#   docker run --name study coalitions --cores all
#   docker cp study:/study/results out
FROM python:3.11-slim

ENV PIP_NO_CACHE_DIR=1

# Packages first: a change of the study leaves this layer as it is.
COPY requirements.lock /tmp/requirements.lock
RUN pip install --require-hashes -r /tmp/requirements.lock

COPY . /study
WORKDIR /study
RUN pip install --no-deps --no-build-isolation --editable . \
    && useradd --create-home scholar \
    && chown --recursive scholar /study

USER scholar
ENTRYPOINT ["snakemake"]
CMD ["--cores", "all"]
