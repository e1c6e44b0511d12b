using Npgsql;
using Tracker.Cluster;

namespace Tracker.Tests;

/// <summary>
/// A database that runs already: <c>TRACKER_TEST_DATABASE</c> is the connection string of its primary, <c>TRACKER_TEST_READ_DATABASE</c>
/// that of a replica (without it, reads go to the primary too). Its schema <c>public</c> is dropped again and again.
/// </summary>
internal sealed class RunningDatabase : ITestDatabase
{
    private const string Variable = "TRACKER_TEST_DATABASE";
    private const string ReadVariable = "TRACKER_TEST_READ_DATABASE";

    private RunningDatabase(NpgsqlConnectionStringBuilder primary, NpgsqlConnectionStringBuilder? replica)
    {
        NpgsqlConnectionStringBuilder read = replica ?? primary;
        Servers = replica is null ? [primary.ConnectionString] : [primary.ConnectionString, replica.ConnectionString];
        Settings = new Dictionary<string, string>
        {
            ["POSTGRES_SERVER"] = primary.Host!,
            ["POSTGRES_PORT"] = $"{primary.Port}",
            ["POSTGRES_DB"] = primary.Database!,
            ["POSTGRES_USER"] = primary.Username!,
            ["POSTGRES_PASSWORD"] = primary.Password!,
            ["POSTGRES_READ_SERVER"] = read.Host!,
            ["POSTGRES_READ_PORT"] = $"{read.Port}",
            ["POSTGRES_READ_USER"] = read.Username!,
            ["POSTGRES_READ_PASSWORD"] = read.Password!,
        };
    }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public IReadOnlyList<string> Servers { get; }

    public LocalCluster? Cluster => null;

    /// <summary>The one that the environment names; null where it names none.</summary>
    public static RunningDatabase? Named() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } primary
            ? Of(primary, Environment.GetEnvironmentVariable(ReadVariable))
            : null;

    internal static RunningDatabase Of(string primary, string? replica) =>
        new(Parse(Variable, primary), string.IsNullOrEmpty(replica) ? null : Parse(ReadVariable, replica));

    public Task<string> PrimaryAsync() => Task.FromResult(Servers[0]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NpgsqlConnectionStringBuilder Parse(string variable, string text)
    {
        NpgsqlConnectionStringBuilder parsed = new(text);
        if (parsed.Host is null || parsed.Username is null || parsed.Password is null || parsed.Database is null)
        {
            throw new InvalidOperationException($"{variable} needs Host, Username, Password and Database.");
        }

        return parsed.Database.Contains("test", StringComparison.OrdinalIgnoreCase)
            ? parsed
            : throw new InvalidOperationException($"{variable} names the database '{parsed.Database}', and the tests empty it: name one with 'test' in its name.");
    }
}
