using System.Globalization;
using EFCore.ReadWriteSplitting.Consistency;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>The row that tells a retry whether an earlier attempt was committed (<see cref="UnitOfWork.Recorded"/>).</summary>
public static class UnitOfWorkRecord
{
    private const int SpareSeconds = 5;
    private const int BatchSize = 1_000;

    // Ids are UUIDs of version 7, which begin with the milliseconds since 1970: the primary key finds old rows, so that no further index
    // costs each unit of work a write. Several services may clean up at once.
    internal static readonly string DeleteSql = string.Create(CultureInfo.InvariantCulture, $"""
        DELETE FROM units_of_work WHERE id IN (
            SELECT id FROM units_of_work
            WHERE id < rpad(lpad(to_hex((extract(epoch FROM now() - $1) * 1000)::bigint), 12, '0'), 32, '0')::uuid AND recorded_at < now() - $1
            ORDER BY id LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
        """);

    // An insert rather than a SELECT: if the COMMIT of an earlier attempt is in progress, the unique index makes the insert wait for it.
    internal static async Task<bool> IsFirstAsync(WriteScope scope, Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand insert = scope.Command("INSERT INTO units_of_work (id) VALUES ($1) ON CONFLICT DO NOTHING", id);
        // The lock timeout ends this wait, and is retried; a command timeout would not be.
        insert.CommandTimeout = Math.Max(insert.CommandTimeout, scope.LockTimeoutSeconds + SpareSeconds);
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return true;
        }

        // An earlier attempt was committed, perhaps only locally. A commit without a write would not wait for the synchronous standby, and
        // would acknowledge what a failover can still lose.
        await using NpgsqlCommand touch = scope.Command("UPDATE units_of_work SET recorded_at = recorded_at WHERE id = $1", id);
        await touch.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }

    /// <summary>Deletes rows that no retry needs any more, in short transactions. Any service may call it, several at once.</summary>
    /// <param name="database">The database.</param>
    /// <param name="age">Older rows are deleted. Must be much longer than any retry deadline.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The token of the last transaction.</returns>
    public static async Task<WriteToken> CleanUpAsync(Database database, TimeSpan age, CancellationToken cancellationToken)
    {
        while (true)
        {
            int deleted = 0;
            WriteToken token = await database.WriteAsync(
                UnitOfWork.Repeatable,
                async (write, ct) =>
                {
                    await using NpgsqlCommand delete = write.Command(DeleteSql, age);
                    deleted = await delete.ExecuteNonQueryAsync(ct);
                },
                cancellationToken);
            if (deleted < BatchSize)
            {
                return token;
            }
        }
    }
}
