using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Data.Ingest;
using Tracker.Data.Retention;
using Tracker.Hosting;
using Tracker.Hosting.Data;
using TrackerFetcher.Cleanup;
using TrackerFetcher.Configured;
using TrackerFetcher.Fetching;
using TrackerFetcher.Pressure;
using TrackerFetcher.Retention;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Registration;
using TrackerFetcher.Trial;

if (args is [TrialProgram.Argument, ..])
{
    return await TrialProgram.RunAsync(args, Console.In, Console.Out, CancellationToken.None);
}

// Reads the sources and stores what they report, on the primary.
return await TrackerHost.RunAsync("tracker-fetcher", port: 9101, args, host => host
    .AddDatabase()
    .AddOptions<FetchOptions>(FetchOptions.Area)
    .AddOptions<SourceClientOptions>(FetchOptions.Area)
    .AddOptions<PressureOptions>(PressureOptions.Area)
    .AddOptions<RetentionOptions>(RetentionOptions.Area)
    .Add(services => services
        .AddSourceReaders()
        .AddSingleton<Ingestor>()
        .AddSingleton(provider => LedgerOf(provider.GetRequiredService<Database>(), provider.GetRequiredService<FetchOptions>()))
        .AddSingleton<QuarantineUpkeep>()
        .AddSingleton<SourceCatalog>()
        .AddSingleton<ReportRetention>()
        .AddSingleton<SourceFetch>()
        .AddSingleton<Backpressure>()
        .AddHostedService<ConfiguredSourceRegistration>())
    .AddServiceJob<PressureJob, PressureOptions>(options => options.Interval)
    .AddServiceJob<FetchJob, FetchOptions>(options => options.Poll)
    .AddServiceJob<RetentionJob, RetentionOptions>(options => options.Interval)
    .AddServiceJob<QuarantineCleanupJob>(QuarantineCleanupJob.Interval)
    .AddServiceJob<UnitOfWorkCleanupJob>(UnitOfWorkCleanupJob.Interval));

static SourceLedger LedgerOf(Database database, FetchOptions options) =>
    new(database, options.Lease) { QuarantineLimit = options.QuarantineLimit };
