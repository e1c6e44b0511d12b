using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Tests.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Data.Model;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

public sealed class BrokenConnectionTests(TlsServer server) : IClassFixture<TlsServer>
{
    [Fact]
    public async Task Connection_that_breaks_after_a_slow_query_was_cancelled_closes_the_others_to_its_node()
    {
        DatabaseOptions options = server.Options() with { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var database = new Database(options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);
        await using ReadScope slow = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        await (await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)).DisposeAsync();
        int pid = (int)(await ScalarAsync(slow, "SELECT pg_backend_pid()"))!;
        await Assert.ThrowsAsync<CommandTimeoutException>(() => ScalarAsync(slow, "SELECT pg_sleep(20)"));
        // The server has answered the cancel request: the connection is still open.
        Assert.Equal(pid, await ScalarAsync(slow, "SELECT pg_backend_pid()"));
        PoolKind kind = Enum.GetValues<PoolKind>().Single(one => one != PoolKind.Write && database.Pool(one).Busy > 0);
        long closed = Closed(database, kind);

        await using (NpgsqlDataSource other = PrimaryConnection.Open(options))
        await using (NpgsqlCommand end = other.CreateCommand($"SELECT pg_terminate_backend({pid}, 5000)"))
        {
            await end.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => ScalarAsync(slow, "SELECT 1"));
        await slow.DisposeAsync();
        Assert.InRange(Closed(database, kind) - closed, 2, int.MaxValue);
    }

    private static long Closed(Database database, PoolKind kind) => database.Pool(kind).Nodes.Sum(node => node.Closed);

    private static async Task<object?> ScalarAsync(ReadScope scope, string sql)
    {
        await using ReadCommand command = scope.Command(sql);
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }
}
