using EFCore.ReadWriteSplitting.Scopes.Reads;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>A query of a <see cref="ReadScope"/>, by SQL. Where it is the scope's first one, it takes the scope's opening along in its own trip.</summary>
public sealed class ReadCommand : IAsyncDisposable
{
    private readonly ReadScope _scope;
    private readonly NpgsqlCommand _command;

    internal ReadCommand(ReadScope scope, NpgsqlCommand command)
    {
        _scope = scope;
        _command = command;
    }

    /// <summary>How long it may take; zero: without a limit. <c>DATABASE_COMMAND_TIMEOUT</c> by default.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Runs it; the reader stands before the first row.</summary>
    /// <exception cref="WriteInReadScopeException">It writes, or locks rows.</exception>
    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        _scope.ExecuteReaderAsync(new ReadStatement(_command.CommandText, _command.Parameters, Timeout), cancellationToken);

    /// <summary>Runs it and returns the first row's first column; null where there is no row, or it is NULL.</summary>
    /// <exception cref="WriteInReadScopeException">It writes, or locks rows.</exception>
    public async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        await using NpgsqlDataReader reader = await ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(0, cancellationToken) ? reader.GetValue(0) : null;
    }

    /// <summary>Runs it to its end and drops its rows.</summary>
    /// <exception cref="WriteInReadScopeException">It writes, or locks rows.</exception>
    public async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlDataReader reader = await ExecuteReaderAsync(cancellationToken);
        await reader.DisposeAsync();
        return reader.RecordsAffected;
    }

    /// <summary>Lets go of the command.</summary>
    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
