using System.Data.Common;
using EFCore.ReadWriteSplitting.Scopes.Reads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Runs EF Core's commands in the scope that leased the context, so that the first query of a read can choose the server.
/// </summary>
internal sealed class ScopeInterceptor : DbCommandInterceptor, IDbConnectionInterceptor
{
    public static ScopeInterceptor Instance { get; } = new();

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        return ScopeOf(eventData) is ReadScope read
            ? InterceptionResult<DbDataReader>.SuppressWithResult(await read.ExecuteReaderAsync(StatementOf(command, eventData), cancellationToken))
            : OnConnection(command, eventData, result);
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        if (ScopeOf(eventData) is not ReadScope read)
        {
            return OnConnection(command, eventData, result);
        }

        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync(StatementOf(command, eventData), cancellationToken);
        return InterceptionResult<object>.SuppressWithResult(await reader.ReadAsync(cancellationToken) ? reader.GetValue(0) : null!);
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (ScopeOf(eventData) is not ReadScope read)
        {
            return OnConnection(command, eventData, result);
        }

        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync(StatementOf(command, eventData), cancellationToken);
        return InterceptionResult<int>.SuppressWithResult(reader.RecordsAffected);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        OnConnection(command, eventData, result);

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        OnConnection(command, eventData, result);

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        OnConnection(command, eventData, result);

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());

    public InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        new(InterceptionResult.Suppress());

    private static Scope ScopeOf(CommandEventData eventData) => (eventData.Context as ScopedContext)?.Scope
        ?? throw new InvalidOperationException("This context belongs to no scope, or its scope is disposed of. Get a context from a scope and use it before the scope is disposed of.");

    private static ReadStatement StatementOf(DbCommand command, CommandEventData eventData) => new(
        command.CommandText,
        ((NpgsqlCommand)command).Parameters,
        eventData.Context?.Database.GetCommandTimeout() is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static InterceptionResult<T> OnConnection<T>(DbCommand command, CommandEventData eventData, InterceptionResult<T> result)
    {
        command.Connection = ScopeOf(eventData).ConnectionForCommand;
        return result;
    }
}
