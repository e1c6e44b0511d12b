using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;

namespace Tracker.Drills.Running;

/// <summary>Executes DDL for the drills' tables, which are in their own schema.</summary>
internal static class DrillSchema
{
    /// <summary>Executes a statement that is safe to repeat.</summary>
    public static Task<WriteToken> ExecuteAsync(Database database, string sql, CancellationToken ct) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using var command = write.Command(sql);
            await command.ExecuteNonQueryAsync(token);
        },
        ct);
}
