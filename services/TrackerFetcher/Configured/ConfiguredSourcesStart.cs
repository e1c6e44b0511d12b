using EFCore.ReadWriteSplitting.Retries;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Tracker.Data.Ingest;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Configured;

// At the start, the sources of the configuration become rows like any other's; one that is there just so is left alone, and one that
// is no longer configured stays until it is removed.
internal sealed partial class ConfiguredSourcesStart(
    IConfiguration configuration, SourceCatalog catalog, IServiceProvider readers, TimeProvider time, ILogger<ConfiguredSourcesStart> logger) : BackgroundService
{
    private readonly IReadOnlyList<SourceDefinition> _sources = ConfiguredSource.Read(configuration);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (SourceDefinition source in _sources)
        {
            while (!await TryPutAsync(source, stoppingToken))
            {
                // Each try has already waited for the database as long as the settings say.
            }
        }
    }

    /// <summary>False where the database does not answer.</summary>
    private async Task<bool> TryPutAsync(SourceDefinition source, CancellationToken stoppingToken)
    {
        try
        {
            SourceTimes.Check(source.Schedule, time.GetUtcNow());
            SourceReaders.Check(readers, source.Kind, source.Options);
            if (await catalog.PutAsync(source, stoppingToken))
            {
                LogPut(source.Name, source.Kind);
            }
        }
        catch (SourceException error)
        {
            // The others are read all the same.
            LogRefused(source.Name, error.Message);
        }
        catch (DatabaseUnavailableException error)
        {
            LogWaiting(source.Name, error.Message);
            return false;
        }

        return true;
    }

    [LoggerMessage(2020, LogLevel.Information, "Source {Source} ({Kind}) is as the configuration says")]
    private partial void LogPut(string source, string kind);

    [LoggerMessage(2022, LogLevel.Warning, "Source {Source} of the configuration waits for the database: {Reason}")]
    private partial void LogWaiting(string source, string reason);

    [LoggerMessage(2021, LogLevel.Error, "Source {Source} of the configuration is left out: {Reason}")]
    private partial void LogRefused(string source, string reason);
}
