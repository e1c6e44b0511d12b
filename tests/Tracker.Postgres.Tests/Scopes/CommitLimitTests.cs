using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>A COMMIT that nobody answers. A wait that has no bound fails the test by <see cref="Patience"/>.</summary>
[Collection(OnCluster.Name)]
public sealed class CommitLimitTests(ClusterFixture fixture) : IClassFixture<NoLeaks<CommitLimitTests>>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Commit_into_a_network_that_swallows_it_is_given_up_and_its_retry_applies_the_unit_once(bool onlyAnswers, int expectedAttempts)
    {
        await using SwallowingRelay relay = Relay();
        await using Database database = fixture.Open(nameof(CommitLimitTests), options => Through(relay, options));
        string name = Guid.NewGuid().ToString();
        int attempts = 0;
        await database.WriteAsync(
            async (write, token) =>
            {
                await Brands.Insert(name)(write, token);
                if (++attempts == 1)
                {
                    relay.Swallow(onlyAnswers);
                }
            },
            CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(expectedAttempts, attempts);
        Assert.Equal(1L, await CountAsync(name));
    }

    [Fact]
    public async Task Lost_commit_is_resolved_although_the_deadline_of_the_retries_has_passed()
    {
        await using SwallowingRelay relay = Relay();
        await using Database database = fixture.Open(
            nameof(CommitLimitTests), options => Through(relay, options) with { RetryDeadline = TimeSpan.FromSeconds(1), CommitTimeout = TimeSpan.FromSeconds(2) });
        string name = Guid.NewGuid().ToString();
        bool lost = false;
        await database.WriteAsync(
            async (write, token) =>
            {
                await Brands.Insert(name)(write, token);
                if (!lost)
                {
                    relay.Swallow(onlyAnswers: true);
                    lost = true;
                }
            },
            CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(1L, await CountAsync(name));
    }

    [Fact]
    public async Task Caller_that_stops_during_a_commit_that_nobody_answers_is_told_that_its_outcome_is_unknown()
    {
        await using SwallowingRelay relay = Relay();
        await using Database database = fixture.Open(nameof(CommitLimitTests), options => Through(relay, options) with { CommitTimeout = TimeSpan.FromMinutes(10) });
        using var stop = new CancellationTokenSource();
        Task write = database.WriteAsync(
            async (write, token) =>
            {
                await Brands.Insert(Guid.NewGuid().ToString())(write, token);
                relay.Swallow();
                stop.CancelAfter(TimeSpan.FromMilliseconds(100));
            },
            stop.Token);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => write.WaitAsync(Patience));
    }

    [Fact]
    public async Task Commit_through_a_frozen_pooler_of_a_listed_node_is_given_up_and_its_retry_applies_the_unit_once()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await using Database database = fixture.Open(nameof(CommitLimitTests), options => Short(options) with
        {
            Server = "",
            Hosts = [.. fixture.Cluster.Nodes.Select(node => $"{node.Address}:{fixture.Cluster.Options.Ports.PgBouncer}")],
        });
        string name = Guid.NewGuid().ToString();
        bool frozen = false;
        try
        {
            Task write = database.WriteAsync(
                async (write, token) =>
                {
                    await Brands.Insert(name)(write, token);
                    if (!frozen)
                    {
                        primary.Pause(NodeComponent.PgBouncer);
                        frozen = true;
                    }
                },
                CancellationToken.None);
            await Eventually.TrueAsync(() => Task.FromResult(database.Statistics().Retries > 0), "the commit is given up", seconds: 60);
            primary.Resume(NodeComponent.PgBouncer);
            await write.WaitAsync(Patience);
        }
        finally
        {
            primary.Resume(NodeComponent.PgBouncer);
        }

        Assert.Equal(1L, await CountAsync(name));
    }

    private static DatabaseOptions Short(DatabaseOptions options) =>
        options with { CommitTimeout = TimeSpan.FromSeconds(1), IdleInTransactionTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) };

    private static DatabaseOptions Through(SwallowingRelay relay, DatabaseOptions options) =>
        Short(options) with { Server = "127.0.0.1", Port = relay.Port, ReadServer = options.ReadServer ?? options.Server };

    private SwallowingRelay Relay()
    {
        DatabaseOptions options = fixture.Options(nameof(CommitLimitTests));
        return SwallowingRelay.To(options.Server, options.Port);
    }

    private async Task<object?> CountAsync(string name) => await ClusterFixture.ScalarAsync(
        await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60)), $"SELECT count(*) FROM brands WHERE name = '{name}'");
}
