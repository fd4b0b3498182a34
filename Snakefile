from snakemake.utils import min_version

min_version("9.0")


configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/sources.smk"
include: "workflow/rules/build.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/appendix.smk"
include: "workflow/rules/unga.smk"
include: "workflow/rules/insecurity.smk"
include: "workflow/rules/influence.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/versions.smk"
include: "workflow/rules/universes.smk"
include: "workflow/rules/multiverse.smk"
include: "workflow/rules/theory.smk"


assert_recorded(workflow.rules)


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        lambda w: [*delivered(), "<results>/manifest.json"],
