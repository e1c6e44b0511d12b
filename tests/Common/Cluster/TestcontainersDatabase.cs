using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Networks;
using Testcontainers.PostgreSql;
using Tracker.Cluster;

namespace Tracker.Tests;

/// <summary>A primary with a streaming replica in containers, for the tests that need nothing but PostgreSQL.</summary>
internal sealed class TestcontainersDatabase : ITestDatabase
{
    private const string Variable = "TRACKER_TEST_CONTAINERS";
    private const string Image = "postgres:15";
    private const string Name = "tracker";
    private const string Password = "of-the-tests";

    // Run by the image once, as its database's owner, before it listens: who may replicate, and who reads.
    private const string PrimaryScript = """
        echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
        psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
        CREATE ROLE tracker_read LOGIN PASSWORD 'of-the-tests' IN ROLE pg_monitor;
        ALTER ROLE tracker_read SET default_transaction_read_only = on;
        ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT USAGE ON SCHEMAS TO tracker_read;
        ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT SELECT ON TABLES TO tracker_read;
        ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT SELECT ON SEQUENCES TO tracker_read;
        CREATE SCHEMA cluster;
        GRANT USAGE ON SCHEMA cluster TO tracker_read;
        CREATE FUNCTION cluster.timeline_history(timeline int) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
        $$ SELECT pg_read_file('pg_wal/' || lpad(upper(to_hex(timeline)), 8, '0') || '.history', 0, 1048576, true) $$;
        SQL
        """;

    // In place of the image's entry point, which takes over once there is a copy of the primary; "$@" is the command of the image.
    private const string ReplicaScript = """
        set -e
        mkdir -p "$PGDATA" && chown postgres "$PGDATA" && chmod 700 "$PGDATA"
        PGPASSWORD="$POSTGRES_PASSWORD" gosu postgres pg_basebackup --host primary --username "$POSTGRES_USER" --pgdata "$PGDATA" --write-recovery-conf --checkpoint fast
        exec docker-entrypoint.sh "$@"
        """;

    private readonly INetwork _network = new NetworkBuilder().Build();
    private readonly PostgreSqlContainer _primary;
    private readonly PostgreSqlContainer _replica;

    private TestcontainersDatabase()
    {
        _primary = Builder("primary").WithResourceMapping(Encoding.UTF8.GetBytes(PrimaryScript.ReplaceLineEndings("\n")), "/docker-entrypoint-initdb.d/tracker.sh").Build();
        _replica = Builder("replica").WithEntrypoint("bash", "-c", ReplicaScript.ReplaceLineEndings("\n"), "replica").Build();
    }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["POSTGRES_SERVER"] = _primary.Hostname,
        ["POSTGRES_PORT"] = $"{_primary.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort)}",
        ["POSTGRES_READ_SERVER"] = _replica.Hostname,
        ["POSTGRES_READ_PORT"] = $"{_replica.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort)}",
        ["POSTGRES_DB"] = Name,
        ["POSTGRES_USER"] = Name,
        ["POSTGRES_PASSWORD"] = Password,
        ["POSTGRES_READ_USER"] = "tracker_read",
        ["POSTGRES_READ_PASSWORD"] = Password,
    };

    public IReadOnlyList<string> Servers => [_primary.GetConnectionString(), _replica.GetConnectionString()];

    public LocalCluster? Cluster => null;

    /// <summary>The environment demands containers: without an engine the tests fail.</summary>
    public static bool IsRequired => string.Equals(Environment.GetEnvironmentVariable(Variable), "on", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="DockerUnavailableException">No engine answers.</exception>
    public static async Task<TestcontainersDatabase> StartAsync()
    {
        TestcontainersDatabase database = new();
        await database._network.CreateAsync();
        await database._primary.StartAsync();
        await database._replica.StartAsync();
        return database;
    }

    /// <summary>Starts both; null where no engine answers.</summary>
    public static async Task<TestcontainersDatabase?> TryStartAsync()
    {
        try
        {
            return await StartAsync();
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }

    public Task<string> PrimaryAsync() => Task.FromResult(_primary.GetConnectionString());

    public async ValueTask DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _primary.DisposeAsync();
        await _network.DisposeAsync();
    }

    private PostgreSqlBuilder Builder(string alias) =>
        new PostgreSqlBuilder(Image).WithDatabase(Name).WithUsername(Name).WithPassword(Password).WithNetwork(_network).WithNetworkAliases(alias);
}
