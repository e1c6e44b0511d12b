using Npgsql;
using Tracker.Data.Consistency;

namespace Tracker.Data.Scopes;

/// <summary>The row that tells a rerun whether an earlier attempt committed (<see cref="UnitOfWork.Recorded"/>).</summary>
public static class UnitOfWorkRecord
{
    // The insert, not a SELECT: where the first attempt's COMMIT is still under way, the unique index makes this one wait.
    internal static async Task<bool> IsFirstAsync(WriteScope scope, Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand insert = scope.Command("INSERT INTO units_of_work (id) VALUES ($1) ON CONFLICT DO NOTHING", id);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Deletes rows that no rerun can ask for any more.</summary>
    /// <param name="database">The cluster.</param>
    /// <param name="age">Older rows go; much longer than any retry deadline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<WriteToken> SweepAsync(Database database, TimeSpan age, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using NpgsqlCommand delete = write.Command("DELETE FROM units_of_work WHERE recorded_at < now() - $1", age);
            await delete.ExecuteNonQueryAsync(token);
        },
        cancellationToken);
}
