using EFCore.ReadWriteSplitting.Consistency;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Migrations;
using Tracker.Hosting.Data;

namespace Tracker.Hosting.Tests.Data;

public sealed class SchemaGateTests
{
    private static readonly SchemaVersion Fit = new([.. SchemaVersion.Known], "");
    private static readonly SchemaVersion Outdated = new([.. SchemaVersion.Known.SkipLast(1)], "");

    [Fact]
    public async Task A_replica_that_is_behind_closes_no_gate()
    {
        ListLogger log = new();
        Queue<SchemaVersion> replicas = new([Fit, Outdated, Fit, Outdated]);
        using SchemaGate gate = new((consistency, _) => Task.FromResult(consistency == ReadConsistency.Primary ? Fit : replicas.Dequeue()), TimeProvider.System, log);
        while (replicas.Count > 0)
        {
            await gate.ReadAsync(CancellationToken.None);
            Assert.Null(gate.ClosedBecause);
        }

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_problem_that_the_primary_shows_too_closes_the_gate()
    {
        ListLogger log = new();
        using SchemaGate gate = new((_, _) => Task.FromResult(Outdated), TimeProvider.System, log);
        await gate.ReadAsync(CancellationToken.None);

        Assert.Contains("./tracker migrate", gate.ClosedBecause, StringComparison.Ordinal);
        Assert.Single(log.Lines);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.UndefinedTable, true)]
    [InlineData(PostgresErrorCodes.UndefinedColumn, true)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, true)]
    [InlineData(PostgresErrorCodes.InvalidSchemaName, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, false)]
    [InlineData(PostgresErrorCodes.SerializationFailure, false)]
    [InlineData(PostgresErrorCodes.OutOfMemory, false)]
    public async Task Only_an_error_that_tells_of_the_schema_closes_the_gate_and_each_is_logged_once(string sqlState, bool closes)
    {
        ListLogger log = new();
        bool fails = false;
        using SchemaGate gate = new(
            (_, _) => fails ? Task.FromException<SchemaVersion>(new PostgresException("refused", "ERROR", "ERROR", sqlState)) : Task.FromResult(Fit), TimeProvider.System, log);
        await gate.ReadAsync(CancellationToken.None);
        fails = true;
        await gate.ReadAsync(CancellationToken.None);
        await gate.ReadAsync(CancellationToken.None);

        Assert.Equal(closes, gate.ClosedBecause is not null);
        Assert.Contains("refused", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private sealed class ListLogger : ILogger<SchemaGate>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
