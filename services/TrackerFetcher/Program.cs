using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Data.Ingest;
using Tracker.Data.Retention;
using Tracker.Hosting;
using Tracker.Hosting.Data;
using TrackerFetcher;
using TrackerFetcher.Configured;
using TrackerFetcher.Pressure;
using TrackerFetcher.Retention;
using TrackerFetcher.Sources;
using TrackerFetcher.Trial;

if (args is [TrialProgram.Argument, ..])
{
    return await TrialProgram.RunAsync(args, Console.In, Console.Out, CancellationToken.None);
}

// Reads the sources and stores what they report, on the primary.
return await TrackerHost.RunAsync("tracker-fetcher", port: 9101, args, host => host
    .AddDatabase()
    .AddOptions<FetchSettings>(FetchSettings.Area)
    .AddOptions<PressureSettings>(PressureSettings.Area)
    .AddOptions<RetentionSettings>(RetentionSettings.Area)
    .Add(services => services
        .AddSourceReaders()
        .AddSingleton<Ingestor>()
        .AddSingleton(provider => LedgerOf(provider.GetRequiredService<Database>(), provider.GetRequiredService<FetchSettings>()))
        .AddSingleton<QuarantineUpkeep>()
        .AddSingleton<SourceCatalog>()
        .AddSingleton<ReportRetention>()
        .AddSingleton<SourceFetch>()
        .AddSingleton<Backpressure>()
        .AddHostedService<ConfiguredSourcesStart>())
    .AddServiceJob<PressureJob, PressureSettings>(settings => settings.Interval)
    .AddServiceJob<FetchJob, FetchSettings>(settings => settings.Poll)
    .AddServiceJob<RetentionJob, RetentionSettings>(settings => settings.Interval)
    .AddServiceJob<QuarantineSweepJob>(QuarantineSweepJob.Every)
    .AddServiceJob<OutcomeSweepJob>(OutcomeSweepJob.Every));

static SourceLedger LedgerOf(Database database, FetchSettings settings) => new(database, settings.Lease) { QuarantineLimit = settings.QuarantineLimit };
