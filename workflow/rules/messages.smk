# What a run checks and says besides Snakemake's own progress.
from coalitions.logs import lock_explained

if workflow.is_main_process:
    print(lock_explained(Path(".snakemake/locks")), end="", file=sys.stderr)


onstart:
    # The limit to jobs started in a second is for the servers of clusters. Each job that ends leaves
    # a timer more, and every timer has all jobs weighed again each second.
    if workflow.local_exec:
        workflow.scheduler.job_rate_limiter = None
    planned = {job.rule.name for job in workflow.dag.needrun_jobs()}
    with plainly():
        assert_made_by_their_rules(workflow.dag, workflow.rules)
    if planned - {"closing", "fetch", "fetch_all", "start"}:
        # Why each job runs: too long for a terminal.
        Path(LOGS).mkdir(parents=True, exist_ok=True)
        reasons = [
            f"{job}: {workflow.dag.reason(job)}\n"
            for job in workflow.dag.needrun_jobs()
        ]
        Path(LOGS, "reasons.log").write_text("\n".join(reasons), encoding="utf-8")
    if "all" in planned:
        remove_undelivered(SETTINGS.folder, delivered())


onsuccess:
    # `make results` asks for these lines itself, also where nothing was to be done.
    asked = any(job.rule.name == "all" for job in workflow.dag.targetjobs)
    if asked and "MAKELEVEL" not in os.environ:
        from coalitions.report.closing import closing

        print(f"\n{closing(SETTINGS.folder)}\n{frozen_notice()}", file=sys.stderr)


onerror:
    print(
        f"\nThe run stopped. What is wrong stands above, and in the log of its rule in {LOGS}/. "
        "After mending it run the same command again: what is done is kept.",
        file=sys.stderr,
    )
