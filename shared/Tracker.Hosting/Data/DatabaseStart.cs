using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tracker.Hosting.Data;

/// <summary>
/// Before the first job: a login that the server refuses is a wrong setting, which ends the start; a server that does not
/// answer is one to wait for, and said once in the words of the settings.
/// </summary>
internal sealed partial class DatabaseStart(Database database, TimeProvider time, ILogger<DatabaseStart> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <exception cref="InvalidSettingException">The server refuses the login; the message names the setting.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using TimeLimit patience = new(Patience, time, cancellationToken);
        try
        {
            await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, patience.Token);
            await using WriteScope write = await database.WriteAsync(patience.Token);
        }
        catch (Exception error) when (error is DatabaseUnavailableException || (error is OperationCanceledException && patience.IsOver))
        {
            LogSilent(database.Options);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1020, Level = LogLevel.Warning,
        Message = "{Database} does not answer yet. The service goes on trying; check that the cluster is up and that POSTGRES_SERVER, POSTGRES_PORT and POSTGRES_READ_PORT, or POSTGRES_HOSTS, lead to it")]
    private partial void LogSilent(DatabaseOptions database);
}
