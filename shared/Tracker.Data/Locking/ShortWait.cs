using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Locking;

/// <summary>
/// A short limit on waiting for locks. A transaction that waits for a lock blocks those who queue behind it, and those who wait for what it
/// holds. It gives up soon and tries again, so that an ingest waits for half a second at most.
/// </summary>
internal static class ShortWait
{
    /// <summary>How long a statement waits for one lock.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>The statement that sets the limit, until the transaction ends.</summary>
    public static readonly string Sql = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {Limit.TotalMilliseconds}");

    /// <summary>Sets the limit. A statement that exceeds it fails, and the unit of work is retried.</summary>
    public static async Task SetAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand set = write.Command(Sql);
        await set.ExecuteNonQueryAsync(cancellationToken);
    }
}
