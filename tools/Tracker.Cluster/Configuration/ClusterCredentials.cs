using System.Security.Cryptography;

namespace Tracker.Cluster.Configuration;

/// <summary>The passwords of a cluster, generated at its first start and stored in a file that only its owner can read.</summary>
public sealed record ClusterCredentials
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public required string Superuser { get; init; }

    public required string Replicator { get; init; }

    public required string Rewind { get; init; }

    /// <summary>Password of <c>tracker</c>, the user that owns the database and writes.</summary>
    public required string Writer { get; init; }

    /// <summary>Password of <c>tracker_read</c>.</summary>
    public required string Reader { get; init; }

    /// <summary>Password of <c>pgbouncer_stats</c>, for PgBouncer's SHOW commands.</summary>
    public required string PgBouncerStats { get; init; }

    /// <summary>Password of <c>patroni</c>, for unsafe requests to Patroni's REST API.</summary>
    public required string Patroni { get; init; }

    /// <summary>Password of <c>admin</c> on HAProxy's stats page.</summary>
    public required string ProxyStats { get; init; }

    /// <summary>Stored so that PgBouncer's userlist and the server always hold the same verifier.</summary>
    public required string Salt { get; init; }

    internal static ClusterCredentials Generate()
    {
        return new ClusterCredentials
        {
            Superuser = Password(),
            Replicator = Password(),
            Rewind = Password(),
            Writer = Password(),
            Reader = Password(),
            PgBouncerStats = Password(),
            Patroni = Password(),
            ProxyStats = Password(),
            Salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
        };
    }

    /// <summary>One salt is enough for three users because their passwords are random.</summary>
    internal string Verifier(string password) => ScramVerifier.Create(password, Convert.FromBase64String(Salt));

    /// <summary>Letters and digits only, which need no quoting in any configuration file.</summary>
    private static string Password() => RandomNumberGenerator.GetString(Letters, 32);
}
