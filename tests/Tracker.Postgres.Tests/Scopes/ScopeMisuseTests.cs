using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Tests;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class ScopeMisuseTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ScopeMisuseTests>>
{
    [Fact]
    public async Task Scope_held_too_long_is_logged_once_with_its_call_site()
    {
        var log = new LogBook();
        await using var database = new Database(
            fixture.Options(nameof(ScopeMisuseTests)) with { ScopeLimit = TimeSpan.FromMilliseconds(200) }, TrackerContext.Pool(), TimeProvider.System, log);
        await using ReadScope held = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        await Eventually.TrueAsync(() => Task.FromResult(log.Lines(LogLevel.Warning).Any(IsHere)), "the held scope is logged");
        // It goes on being held, and the watch goes on looking: the other scope's report shows that it has looked again.
        await using WriteScope other = await database.WriteAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => Task.FromResult(log.Lines(LogLevel.Warning).Count(IsHere) >= 2), "the other one is logged");
        Assert.Equal(2, log.Lines(LogLevel.Warning).Count(IsHere));

        static bool IsHere(string line) =>
            line.Contains(nameof(Scope_held_too_long_is_logged_once_with_its_call_site), StringComparison.Ordinal)
            && line.Contains("ScopeMisuseTests.cs:", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_read_held_too_long_is_logged_with_its_call_site()
    {
        var log = new LogBook();
        await using var database = new Database(
            fixture.Options(nameof(ScopeMisuseTests)) with { ScopeLimit = TimeSpan.FromMilliseconds(200) }, TrackerContext.Pool(), TimeProvider.System, log);
        await new Session(database).ReadAsync(
            async (read, token) =>
            {
                await read.OpenAsync(token);
                await Eventually.TrueAsync(
                    () => Task.FromResult(log.Lines(LogLevel.Warning).Any(line =>
                        line.Contains(nameof(Session_read_held_too_long_is_logged_with_its_call_site), StringComparison.Ordinal))),
                    "the held read is logged");
                return true;
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task Error_of_an_exhausted_pool_names_the_call_sites_that_hold_connections_longest()
    {
        await using Database database = fixture.Open(nameof(ScopeMisuseTests), options => options with { WritePoolSize = 1, PoolTimeout = TimeSpan.FromMilliseconds(300) });
        await using WriteScope held = await database.WriteAsync(CancellationToken.None);
        PoolExhaustedException exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => database.WriteAsync(CancellationToken.None));
        Assert.Contains(nameof(Error_of_an_exhausted_pool_names_the_call_sites_that_hold_connections_longest), exhausted.Message, StringComparison.Ordinal);
        Assert.Equal((1L, 1, 1), (database.Pool(PoolKind.Write).TimeOuts, database.Pool(PoolKind.Write).Busy, database.Pool(PoolKind.Write).Size));
    }

    [Fact]
    public async Task Write_that_is_not_committed_is_logged_at_debug_level_and_a_committed_one_is_not()
    {
        var log = new LogBook();
        await using var database = new Database(fixture.Options(nameof(ScopeMisuseTests)), TrackerContext.Pool(), TimeProvider.System, log);
        await database.WriteAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        Assert.DoesNotContain(log.Lines(LogLevel.Debug), line => line.Contains("not committed", StringComparison.Ordinal));
        await using (await database.WriteAsync(CancellationToken.None))
        {
        }

        Assert.Contains(log.Lines(LogLevel.Debug), line => line.Contains("not committed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_scope_refuses_everything_after_its_commit()
    {
        await using Database database = fixture.Open(nameof(ScopeMisuseTests));
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        DbContext leased = write.Context;
        await write.CommitAsync(CancellationToken.None);

        await RefusesAsync(write, leased);
    }

    [Fact]
    public async Task Write_scope_refuses_everything_after_a_commit_that_failed()
    {
        await using Database database = fixture.Open(nameof(ScopeMisuseTests));
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        DbContext leased = write.Context;
        // A constraint that is checked at COMMIT, which then rolls back.
        await using (NpgsqlCommand defer = write.Command(
            "CREATE TEMP TABLE at_commit (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP; INSERT INTO at_commit VALUES (1), (1)"))
        {
            await defer.ExecuteNonQueryAsync();
        }

        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => write.CommitAsync(CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
        await RefusesAsync(write, leased);
    }

    [Fact]
    public async Task Unit_of_work_that_commits_itself_returns_the_token_of_that_commit()
    {
        await using Database database = fixture.Open(nameof(ScopeMisuseTests));
        WriteToken? own = null;
        WriteToken token = await database.WriteAsync(async (write, ct) => own = await write.CommitAsync(ct), CancellationToken.None);
        Assert.Equal(own, token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unit_of_work_that_fails_after_its_own_commit_runs_once_and_its_error_has_the_token(bool isTransient)
    {
        await using Database database = fixture.Open(nameof(ScopeMisuseTests));
        foreach (UnitOfWork kind in Enum.GetValues<UnitOfWork>())
        {
            WriteToken? own = null;
            int runs = 0;
            Exception failure = isTransient ? new NpgsqlException("", new IOException()) : new InvalidOperationException();
            FailedAfterCommitException failed = await Assert.ThrowsAsync<FailedAfterCommitException>(() => database.WriteAsync(
                kind,
                async (write, ct) =>
                {
                    runs++;
                    own = await write.CommitAsync(ct);
                    throw failure;
                },
                CancellationToken.None));
            Assert.Equal((1, own, failure), (runs, failed.Token, failed.InnerException));
        }
    }

    private static async Task RefusesAsync(WriteScope write, DbContext leased)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => write.Command("SELECT 1"));
        Assert.Contains("CommitAsync", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => write.Context);
        await Assert.ThrowsAsync<InvalidOperationException>(() => write.CommitAsync(CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => leased.Set<Brand>().CountAsync());
        leased.Add(new Brand { Name = Guid.NewGuid().ToString() });
        DbUpdateException unsaved = await Assert.ThrowsAsync<DbUpdateException>(() => leased.SaveChangesAsync());
        Assert.IsType<InvalidOperationException>(unsaved.InnerException);
    }

    private sealed class LogBook : ILogger<Database>
    {
        private readonly Lock _lock = new();
        private readonly List<(LogLevel Level, string Line)> _lines = [];

        public IReadOnlyList<string> Lines(LogLevel level)
        {
            lock (_lock)
            {
                return [.. _lines.Where(line => line.Level == level).Select(line => line.Line)];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                _lines.Add((logLevel, formatter(state, exception)));
            }
        }
    }
}
