using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tracker.Hosting.Data;

/// <summary>
/// Opens both scopes and reads the schema's version before the first job runs. A login that the server refuses is a wrong setting and ends
/// the start; for a server that does not answer the service waits, and logs once which settings lead to it.
/// </summary>
internal sealed partial class DatabaseStart(Database database, SchemaGate schema, TimeProvider time, ILogger<DatabaseStart> logger) : IHostedService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <exception cref="InvalidSettingException">The server refuses the login; the message names the setting.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(Timeout, time, cancellationToken);
        try
        {
            await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, limit.Token);
            await using WriteScope write = await database.WriteAsync(limit.Token);
            await schema.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (error is DatabaseUnavailableException || (error is OperationCanceledException && limit.IsOver))
        {
            LogNotAnswering(database.Options);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = EventIds.DatabaseNotAnswering, Level = LogLevel.Warning,
        Message = "{Database} does not answer yet. The service keeps trying; check that the cluster is up and that POSTGRES_SERVER, "
            + "POSTGRES_PORT and POSTGRES_READ_PORT, or POSTGRES_HOSTS, lead to it")]
    private partial void LogNotAnswering(DatabaseOptions database);
}
