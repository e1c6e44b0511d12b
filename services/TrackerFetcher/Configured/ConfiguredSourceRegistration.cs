using EFCore.ReadWriteSplitting.Retries;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Tracker.Data.Ingest;
using Tracker.Hosting.Jobs;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Configured;

// Adds the sources of the configuration to the database at start-up. An unchanged source is left alone, and one that is no longer
// configured stays until it is removed.
internal sealed partial class ConfiguredSourceRegistration(
    IConfiguration configuration,
    SourceCatalog catalog,
    SourceReaders readers,
    JobGates gates,
    TimeProvider time,
    ILogger<ConfiguredSourceRegistration> logger) : BackgroundService
{
    private readonly IReadOnlyList<SourceDefinition> _sources = ConfiguredSource.Read(configuration);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gates.WaitAsync(stoppingToken);
        foreach (SourceDefinition source in _sources)
        {
            while (!await TryPutAsync(source, stoppingToken))
            {
                // Each attempt has already waited for the database as long as the options say.
            }
        }
    }

    /// <summary>False if the database is unavailable.</summary>
    private async Task<bool> TryPutAsync(SourceDefinition source, CancellationToken stoppingToken)
    {
        try
        {
            NextTurn.Check(source.Schedule, time.GetUtcNow());
            readers.Validate(source.Kind, source.Options);
            if (await catalog.PutAsync(source, stoppingToken))
            {
                LogPut(source.Name, source.Kind);
            }
        }
        catch (SourceException error)
        {
            // The other sources are read all the same.
            LogRefused(source.Name, error.Message);
        }
        catch (DatabaseUnavailableException error)
        {
            LogWaiting(source.Name, error.Message);
            return false;
        }

        return true;
    }

    [LoggerMessage(EventIds.ConfiguredSourceChanged, LogLevel.Information, "Source {Source} ({Kind}) was added or changed as configured")]
    private partial void LogPut(string source, string kind);

    [LoggerMessage(EventIds.ConfiguredSourceWaiting, LogLevel.Warning, "Configured source {Source} waits for the database: {Reason}")]
    private partial void LogWaiting(string source, string reason);

    [LoggerMessage(EventIds.ConfiguredSourceRefused, LogLevel.Error, "Configured source {Source} is invalid and was skipped: {Reason}")]
    private partial void LogRefused(string source, string reason);
}
