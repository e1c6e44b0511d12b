using Microsoft.Extensions.DependencyInjection;
using Tracker.Data.Ingest;
using Tracker.Data.Scopes;
using Tracker.Hosting;
using Tracker.Hosting.Data;
using TrackerFetcher;
using TrackerFetcher.Sources;

// Reads the sources and stores what they report, on the primary.
return await TrackerHost.RunAsync("tracker-fetcher", port: 9101, args, host => host
    .AddDatabase()
    .AddSettings<FetchSettings>(FetchSettings.Area)
    .Add(services => services
        .AddSourceReaders()
        .AddSingleton<Ingestor>()
        .AddSingleton(provider => new SourceLedger(provider.GetRequiredService<Database>(), provider.GetRequiredService<FetchSettings>().Lease))
        .AddSingleton<SourceFetch>())
    .AddServiceJob<FetchJob, FetchSettings>(settings => settings.Poll)
    .AddServiceJob<OutcomeSweepJob>(OutcomeSweepJob.Every));
