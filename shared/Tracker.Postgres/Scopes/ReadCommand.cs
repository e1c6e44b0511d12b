using EFCore.ReadWriteSplitting.Scopes.Reads;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>An SQL query in a <see cref="ReadScope"/>. The first query of a scope also opens the scope, in the same round trip.</summary>
public sealed class ReadCommand : IAsyncDisposable
{
    private readonly ReadScope _scope;
    private readonly NpgsqlCommand _command;

    internal ReadCommand(ReadScope scope, NpgsqlCommand command)
    {
        _scope = scope;
        _command = command;
    }

    /// <summary>The command timeout; zero for none. <c>DATABASE_COMMAND_TIMEOUT</c> by default.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Runs the query and returns a reader positioned before the first row.</summary>
    /// <exception cref="WriteInReadScopeException">The query writes or locks rows.</exception>
    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        _scope.ExecuteReaderAsync(new ReadStatement(_command.CommandText, _command.Parameters, Timeout), cancellationToken);

    /// <summary>Runs the query and returns the first column of the first row; null if there is no row or the value is NULL.</summary>
    /// <exception cref="WriteInReadScopeException">The query writes or locks rows.</exception>
    public async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        await using NpgsqlDataReader reader = await ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(0, cancellationToken) ? reader.GetValue(0) : null;
    }

    /// <summary>Runs the query and discards its rows.</summary>
    /// <exception cref="WriteInReadScopeException">The query writes or locks rows.</exception>
    public async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlDataReader reader = await ExecuteReaderAsync(cancellationToken);
        await reader.DisposeAsync();
        return reader.RecordsAffected;
    }

    /// <summary>Disposes of the command.</summary>
    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
