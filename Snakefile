from snakemake.utils import min_version

min_version("9.0")


configfile: "config.yaml"


# The image that docs/how-to/container.md builds; only --sdm apptainer looks for it.
container: "coalitions.sif"


include: "workflow/rules/common.smk"
include: "workflow/rules/compared.smk"
include: "workflow/rules/shown.smk"
include: "workflow/rules/sources.smk"
include: "workflow/rules/build.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/appendix.smk"
include: "workflow/rules/errata.smk"
include: "workflow/rules/unga.smk"
include: "workflow/rules/insecurity.smk"
include: "workflow/rules/influence.smk"
include: "workflow/rules/power.smk"
include: "workflow/rules/selectivity.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/versions.smk"
include: "workflow/rules/universes.smk"
include: "workflow/rules/multiverse.smk"
include: "workflow/rules/hypotheses.smk"
include: "workflow/rules/extend.smk"
include: "workflow/rules/runs.smk"
include: "workflow/rules/release.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/forecast.smk"
include: "workflow/rules/theory.smk"
include: "workflow/rules/originals.smk"
include: "workflow/rules/messages.smk"


# One environment has the packages of all rules.
for each in workflow.rules:
    each.conda_env = str(Path(workflow.basedir, "environment.yml"))


# A choice that Snakemake does not record, or a file that is gone, would leave old results standing.
with plainly():
    assert_recorded(workflow.rules)
    assert_sources_there(workflow.rules)


# Written with the page of results, so that it holds the answer.
report: f"{SETTINGS.folder}/landing.rst"


rule all:
    default_target: True
    input:
        [f"<results>/{name}" for name in [*delivered(), "manifest.json"]],
