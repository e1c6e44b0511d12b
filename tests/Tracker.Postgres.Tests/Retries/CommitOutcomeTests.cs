using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

/// <summary>A commit whose answer was lost, and what its retries end with.</summary>
public sealed class CommitOutcomeTests
{
    private static readonly DatabaseOptions Options = new() { Server = "s", User = "u", Password = "p", Database = "d" };
    private static readonly CommitOutcomeUnknownException Lost = new(new NpgsqlException("Exception while reading from stream", new EndOfStreamException()));

    public static TheoryData<string> Permanent => new("pool exhausted", "cancelled", "token not proven", "syntax");

    [Theory]
    [MemberData(nameof(Permanent))]
    public async Task Unknown_outcome_is_not_hidden_by_a_permanent_error_of_a_retry(string how)
    {
        Exception later = Error(how);
        CommitOutcomeUnknownException unknown = await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => RunAsync(new CommitOutcome(), Lost, later));
        Assert.Same(Lost, unknown.InnerException);
        Assert.Contains(later.Message, unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_outcome_is_not_hidden_by_a_cancellation_between_attempts()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => new RetryPolicy(Options, TimeProvider.System).RunAsync<int>(
            ScopeKind.Write,
            _ => Task.FromException<int>(Lost),
            (_, _) => stop.CancelAsync(),
            stop.Token,
            new CommitOutcome()));
    }

    [Theory]
    [MemberData(nameof(Permanent))]
    public async Task Error_after_a_retry_that_found_nothing_committed_is_that_error(string how)
    {
        Exception later = Error(how);
        var outcome = new CommitOutcome();
        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(outcome, Lost, later, beforeLast: outcome.Resolve));
        Assert.Same(later, thrown);
    }

    [Fact]
    public async Task Commit_that_is_only_local_is_reported_as_such_after_a_lost_answer() =>
        await Assert.ThrowsAsync<CommitNotReplicatedException>(() => RunAsync(new CommitOutcome(), Lost, new CommitNotReplicatedException(default)));

    [Fact]
    public async Task Unit_that_failed_after_its_commit_is_reported_as_such_after_a_lost_answer() =>
        await Assert.ThrowsAsync<FailedAfterCommitException>(
            () => RunAsync(new CommitOutcome(), Lost, new FailedAfterCommitException(default, new InvalidOperationException())));

    [Fact]
    public async Task Unit_of_unknown_outcome_is_not_repeated_by_a_run_around_it()
    {
        var policy = new RetryPolicy(Options, TimeProvider.System);
        int units = 0;
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => policy.RunAsync(
            ScopeKind.Read,
            _ =>
            {
                units++;
                return RunAsync(new CommitOutcome(), Lost, Error("syntax"));
            },
            (_, _) => Task.CompletedTask,
            CancellationToken.None));
        Assert.Equal(1, units);
    }

    private static Exception Error(string how) => how switch
    {
        "pool exhausted" => new PoolExhaustedException(PoolKind.Write, 10, TimeSpan.FromSeconds(30), [], "TRACKER_"),
        "cancelled" => new OperationCanceledException(),
        "token not proven" => new TokenNotProvenException(default, 2),
        _ => new PostgresException("syntax error", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError),
    };

    // An error per attempt.
    private static async Task<int> RunAsync(CommitOutcome outcome, Exception first, Exception last, Action? beforeLast = null)
    {
        int attempts = 0;
        return await new RetryPolicy(Options, TimeProvider.System).RunAsync<int>(
            ScopeKind.Write,
            _ =>
            {
                if (attempts++ == 0)
                {
                    throw first;
                }

                beforeLast?.Invoke();
                throw last;
            },
            (_, _) => Task.CompletedTask,
            CancellationToken.None,
            outcome);
    }
}
