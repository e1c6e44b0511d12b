using EFCore.ReadWriteSplitting.Consistency;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>The row that tells a rerun whether an earlier attempt committed (<see cref="UnitOfWork.Recorded"/>).</summary>
public static class UnitOfWorkRecord
{
    // The insert, not a SELECT: where the first attempt's COMMIT is still under way, the unique index makes this one wait.
    internal static async Task<bool> IsFirstAsync(WriteScope scope, Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand insert = scope.Command("INSERT INTO units_of_work (id) VALUES ($1) ON CONFLICT DO NOTHING", id);
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return true;
        }

        // The first attempt committed, perhaps only here: a commit without a write would not wait for the standby, and so would
        // acknowledge what a failover may still lose.
        await using NpgsqlCommand touch = scope.Command("UPDATE units_of_work SET recorded_at = recorded_at WHERE id = $1", id);
        await touch.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }

    /// <summary>Deletes rows that no rerun can ask for any more.</summary>
    /// <param name="database">The cluster.</param>
    /// <param name="age">Older rows go; much longer than any retry deadline.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static Task<WriteToken> SweepAsync(Database database, TimeSpan age, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using NpgsqlCommand delete = write.Command("DELETE FROM units_of_work WHERE recorded_at < now() - $1", age);
            await delete.ExecuteNonQueryAsync(token);
        },
        cancellationToken);
}
