using System.Security.Cryptography;

namespace Tracker.Cluster.Configuration;

/// <summary>The passwords of one cluster, made at its first start and kept in a file that only its owner reads.</summary>
public sealed record ClusterCredentials
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public required string Superuser { get; init; }

    public required string Replicator { get; init; }

    public required string Rewind { get; init; }

    /// <summary>Of the user <c>tracker</c>, who owns the database and writes.</summary>
    public required string Writer { get; init; }

    /// <summary>Of the user <c>tracker_read</c>.</summary>
    public required string Reader { get; init; }

    /// <summary>Of the user <c>pgbouncer_stats</c>, for PgBouncer's SHOW commands.</summary>
    public required string PgBouncerStats { get; init; }

    /// <summary>Of the user <c>patroni</c>, for calls of its REST API that change something.</summary>
    public required string Patroni { get; init; }

    /// <summary>Of the user <c>admin</c> of HAProxy's stats page.</summary>
    public required string ProxyStats { get; init; }

    /// <summary>Kept, so that PgBouncer's list and the server always hold the same verifier.</summary>
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

    /// <summary>One salt for the three users is enough: their passwords are random.</summary>
    internal string Verifier(string password) => ScramVerifier.Create(password, Convert.FromBase64String(Salt));

    /// <summary>Letters and digits only: such a password needs no quoting in any of the files.</summary>
    private static string Password() => RandomNumberGenerator.GetString(Letters, 32);
}
