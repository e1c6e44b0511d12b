using Tracker.Cli;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Verbs;

Installation here = Installation.Find();
return await CommandLine.RunAsync(
    args,
    Terminal.OfProcess(),
    terminal =>
    [
        UpVerb.Create(here, terminal),
        DownVerb.Create(here, terminal),
        StatusVerb.Create(here, terminal),
        VerifyVerb.Create(here, terminal),
        PoolsVerb.Create(here, terminal),
        RoutesVerb.Create(here, terminal),
        LagVerb.Create(here, terminal),
        ImportVerb.Create(here, terminal),
        SourceVerb.Create(here, terminal),
        QuarantineVerb.Create(here, terminal),
        ExportVerb.Create(here, terminal),
        RecomputeVerb.Create(here, terminal),
        RetentionVerb.Create(here, terminal),
        ModelVerb.Create(here, terminal),
        DeliveryVerb.Create(here, terminal),
        FenceVerb.Create(here, terminal),
        EraseVerb.Create(here, terminal),
        MigrateVerb.Create(here, terminal),
        PrepareVerb.Create(here, terminal),
        ClusterVerb.Create(here, terminal),
        DrillVerb.Create(terminal),
        .. ScriptVerbs.Create(terminal),
        SuperviseVerb.Create(),
    ]);
