using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Migrations;
using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Data;

/// <summary>
/// Keeps a service from working on a schema that does not fit it: no job runs, the service is not ready, and one line names the remedy.
/// The schema is read at the start, then every five seconds, or every second until it fits. What a replica shows of a problem counts only
/// if the primary shows it too: a replica may be behind.
/// </summary>
internal sealed partial class SchemaGate(
    Func<ReadConsistency, CancellationToken, Task<SchemaVersion>> read, TimeProvider time, ILogger<SchemaGate> logger) : BackgroundService, IJobGate, IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IntervalUntilFit = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile string? _problem = "the schema has not been read yet";
    private SchemaFit? _logged;
    private bool _unknown;

    public SchemaGate(Database database, TimeProvider time, ILogger<SchemaGate> logger)
        : this((consistency, token) => database.ReadAsync(consistency, SchemaVersion.ReadAsync, token), time, logger)
    {
    }

    public string? ClosedBecause => _problem;

    /// <summary>Whether the schema is what a failed run is about: a table, a column or a function is missing.</summary>
    public async ValueTask<bool> ExplainsAsync(Exception failure, CancellationToken cancellationToken)
    {
        for (Exception? error = failure; error is not null; error = error.InnerException)
        {
            if (error is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction })
            {
                await ReadAsync(cancellationToken);
                return _problem is not null;
            }
        }

        return false;
    }

    /// <summary>Reads the schema. If the database does not answer, or with an error that tells nothing of the schema, what was read last still holds.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(Timeout, time, cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            SchemaDiagnosis diagnosis = await DiagnoseAsync(ReadConsistency.Eventual, limit.Token);
            Set(diagnosis.CanRun ? diagnosis : await DiagnoseAsync(ReadConsistency.Primary, limit.Token));
            _unknown = false;
        }
        catch (PostgresException refused)
        {
            if (!_unknown) LogRefused(refused.SqlState, refused.MessageText);
            _unknown = true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(error.Message);
        }
        finally
        {
            _reading.Release();
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_problem is null ? Interval : IntervalUntilFit, time, stoppingToken);
            await ReadAsync(stoppingToken);
        }
    }

    private async Task<SchemaDiagnosis> DiagnoseAsync(ReadConsistency consistency, CancellationToken cancellationToken)
    {
        try
        {
            return (await read(consistency, cancellationToken)).Diagnose();
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
        {
            return new SchemaDiagnosis(SchemaFit.Empty, $"the schema can't be read ({refused.MessageText})");
        }
    }

    private void Set(SchemaDiagnosis diagnosis)
    {
        _problem = diagnosis.Problem;
        // While the migrations are applied, their number changes, but not the remedy.
        SchemaFit? unfit = diagnosis.CanRun ? null : diagnosis.Fit == SchemaFit.TooNew ? SchemaFit.TooNew : SchemaFit.Outdated;
        if (unfit == _logged) return;
        _logged = unfit;
        if (diagnosis.Problem is { } problem) LogUnfit(problem);
        else LogFit();
    }

    [LoggerMessage(EventId = EventIds.SchemaUnfit, Level = LogLevel.Error, Message = "No job runs until the schema fits: {Reason}")]
    private partial void LogUnfit(string reason);

    [LoggerMessage(EventId = EventIds.SchemaFit, Level = LogLevel.Information, Message = "The schema fits; the jobs run")]
    private partial void LogFit();

    [LoggerMessage(EventId = EventIds.SchemaRefused, Level = LogLevel.Warning,
        Message = "Reading the schema's version fails with {SqlState}; what was read before holds: {Reason}")]
    private partial void LogRefused(string sqlState, string reason);

    [LoggerMessage(EventId = EventIds.SchemaUnknown, Level = LogLevel.Debug, Message = "Reading the schema's version failed: {Reason}")]
    private partial void LogUnknown(string reason);
}
