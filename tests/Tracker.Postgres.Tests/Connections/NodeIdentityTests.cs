using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Cluster.Nodes;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

/// <summary>What a new connection asks its server before it is used.</summary>
[Collection(OnCluster.Name)]
public sealed class NodeIdentityTests(ClusterFixture fixture) : IClassFixture<NoLeaks<NodeIdentityTests>>
{
    [Theory]
    [InlineData(true, "POSTGRES_READ_USER")]
    [InlineData(false, "POSTGRES_USER")]
    public async Task User_who_may_not_see_replication_is_refused_with_the_statement_that_mends_it(bool reads, string setting)
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        DatabaseOptions options = fixture.Options(nameof(NodeIdentityTests));
        string user = reads ? options.ReadUser! : options.User;
        await OnEveryServerAsync($"REVOKE pg_monitor FROM {user}", user, expected: false);
        try
        {
            await using Database database = fixture.Open(nameof(NodeIdentityTests));
            InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(async () =>
            {
                await (reads
                    ? (IAsyncDisposable)await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)
                    : await database.WriteAsync(CancellationToken.None)).DisposeAsync();
            });
            Assert.Equal(setting, refused.Setting);
            Assert.Contains($"GRANT pg_monitor TO \"{user}\"", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await OnEveryServerAsync($"GRANT pg_monitor TO {user}", user, expected: true);
        }
    }

    [Fact]
    public async Task Server_that_is_reached_at_the_loopback_address_is_told_apart_by_its_start()
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        long started = (long)(await ClusterFixture.ScalarAsync(primary, "SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint"))!;
        // The servers of these tests have addresses of their own, which stay as they are.
        Assert.Equal(
            ($"127.0.0.1:5432@{started}", $"local@{started}", $"{primary.Address}:5432"),
            (await AddressAsync(primary, "'127.0.0.1'"), await AddressAsync(primary, "NULL"), await AddressAsync(primary, $"'{primary.Address}'")));
    }

    private static async Task<string> AddressAsync(ClusterNode node, string address) => (string)(await ClusterFixture.ScalarAsync(
        node,
        "SELECT " + EFCore.ReadWriteSplitting.Connections.NodeIdentity.AddressSql
            .Replace("inet_server_addr()", $"{address}::inet", StringComparison.Ordinal)
            .Replace("inet_server_port()", address == "NULL" ? "NULL::int" : "5432", StringComparison.Ordinal)))!;

    private async Task OnEveryServerAsync(string sql, string user, bool expected)
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await ClusterFixture.ScalarAsync(primary, sql);
        await Eventually.TrueAsync(
            async () => (await fixture.OnEachServerAsync($"SELECT pg_has_role('{user}', 'pg_monitor', 'USAGE')")).All(has => has is bool it && it == expected),
            "every server knows the role's membership");
    }
}
