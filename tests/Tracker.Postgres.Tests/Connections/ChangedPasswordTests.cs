using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

/// <summary>The reading user's password was changed on the servers, and not in PgBouncer.</summary>
[Collection(OnCluster.Name)]
public sealed class ChangedPasswordTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Password_that_changed_on_the_servers_is_one_line_that_names_the_setting()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        string reader = fixture.Options("tests").ReadUser!;
        string verifier = (string)(await ClusterFixture.ScalarAsync(primary, $"SELECT rolpassword FROM pg_authid WHERE rolname = '{reader}'"))!;
        var log = new WarningLog();
        try
        {
            await ClusterFixture.ScalarAsync(primary, $"ALTER ROLE {reader} PASSWORD 'changed'");
            await fixture.OnEachServerAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{reader}'");
            await using var database = new Database(
                fixture.Options(nameof(ChangedPasswordTests)), TrackerContext.Pool(), TimeProvider.System, log);

            // PgBouncer passes the server's refusal on to some clients, and tells the others only that its logins fail.
            for (int i = 0; i < 5; i++)
            {
                InvalidSettingException[] refused = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<InvalidSettingException>(
                    () => database.ReadAsync(ReadConsistency.Eventual, Brands.Has("none"), CancellationToken.None))));
                Assert.All(refused, one => Assert.Equal("POSTGRES_READ_PASSWORD", one.Setting));
            }

            Assert.DoesNotContain(log.Lines(LogLevel.Information), line => line.Contains("login has been failing", StringComparison.Ordinal));
            string line = Assert.Single(log.Lines(LogLevel.Warning), line => line.Contains("password", StringComparison.Ordinal));
            Assert.Contains("password of the user", line, StringComparison.Ordinal);
            Assert.Contains("POSTGRES_READ_PASSWORD", line, StringComparison.Ordinal);
        }
        finally
        {
            await ClusterFixture.ScalarAsync(primary, $"ALTER ROLE {reader} PASSWORD '{verifier}'");
        }
    }

    private sealed class WarningLog : ILogger<Database>
    {
        private readonly Lock _lock = new();
        private readonly List<(LogLevel Level, string Line)> _lines = [];

        public IReadOnlyList<string> Lines(LogLevel least)
        {
            lock (_lock)
            {
                return [.. _lines.Where(line => line.Level >= least).Select(line => line.Line)];
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
