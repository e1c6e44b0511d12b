using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

public sealed class RetryPolicyTests
{
    // Over at once, so that the first attempt is the last one.
    private static readonly DatabaseOptions Options = new() { Server = "s", User = "u", Password = "p", Database = "d", RetryDeadline = TimeSpan.Zero };
    private static readonly NpgsqlException Broken = new("Exception while reading from stream", new EndOfStreamException());

    [Fact]
    public Task Deadline_without_a_commit_reports_that_the_database_is_unavailable() =>
        Assert.ThrowsAsync<DatabaseUnavailableException>(() => RunAsync(Broken));

    [Fact]
    public Task Deadline_after_a_lost_commit_answer_reports_that_the_outcome_is_unknown() =>
        Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => RunAsync(new CommitOutcomeUnknownException(Broken)));

    private static Task<int> RunAsync(Exception error) => new RetryPolicy(Options, TimeProvider.System).RunAsync<int>(
        ScopeKind.Write, _ => Task.FromException<int>(error), (_, _) => Task.CompletedTask, CancellationToken.None);
}
