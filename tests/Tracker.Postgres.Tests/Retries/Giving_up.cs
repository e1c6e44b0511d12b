using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

public sealed class Giving_up
{
    // Over at once, so that the first attempt is the last one.
    private static readonly DatabaseOptions Options = new() { Server = "s", User = "u", Password = "p", Database = "d", RetryDeadline = TimeSpan.Zero };
    private static readonly NpgsqlException Broken = new("Exception while reading from stream", new EndOfStreamException());

    [Fact]
    public Task Says_that_nothing_was_kept_where_that_is_known() =>
        Assert.ThrowsAsync<DatabaseUnavailableException>(() => RunAsync(Broken));

    [Fact]
    public Task Says_that_the_outcome_is_not_known_where_the_last_attempt_lost_its_commits_answer() =>
        Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => RunAsync(new CommitOutcomeUnknownException(Broken)));

    private static Task<int> RunAsync(Exception error) => new RetryPolicy(Options, TimeProvider.System).RunAsync<int>(
        ScopeKind.Write, _ => Task.FromException<int>(error), (_, _) => Task.CompletedTask, CancellationToken.None);
}
