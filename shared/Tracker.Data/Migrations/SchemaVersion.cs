using System.Reflection;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Tracker.Data.Migrations;

/// <summary>What a database says of its schema.</summary>
/// <param name="Applied">The ids of the applied migrations, ascending. Empty if there is no schema.</param>
/// <param name="OldestWorker">The newest migration that a worker must know to run; null for a schema that does not say.</param>
public sealed record SchemaVersion(IReadOnlyList<string> Applied, string? OldestWorker)
{
    private const string TablesSql = """
        SELECT (to_regclass('"__EFMigrationsHistory"') IS NOT NULL)::int + (to_regclass('schema_compatibility') IS NOT NULL)::int
        """;

    private const string AppliedSql = """
        SELECT coalesce(array_agg("MigrationId" ORDER BY "MigrationId" COLLATE "C"), '{}')::text[] FROM "__EFMigrationsHistory"
        """;

    private const string OldestWorkerSql = "SELECT oldest_worker FROM schema_compatibility";

    /// <summary>The ids of the migrations that this version knows, ascending.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(SchemaVersion).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The migrations of the schema that this version does not know.</summary>
    public IReadOnlyList<string> Unknown => [.. Applied.Except(Known, StringComparer.Ordinal)];

    /// <summary>The migrations that this version knows and the schema lacks.</summary>
    public IReadOnlyList<string> Pending => [.. Known.Except(Applied, StringComparer.Ordinal)];

    /// <summary>Reads it through a scope.</summary>
    public static Task<SchemaVersion> ReadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ReadAsync(
            async sql =>
            {
                await using ReadCommand command = read.Command(sql);
                return await command.ExecuteScalarAsync(cancellationToken);
            });
    }

    /// <summary>How the schema fits this version.</summary>
    public SchemaDiagnosis Diagnose()
    {
        if (Applied.Count == 0)
        {
            return new SchemaDiagnosis(SchemaFit.Empty, "the database has no tables yet. Create them: ./tracker migrate");
        }

        if (Unknown.Count > 0 && (OldestWorker is null || string.CompareOrdinal(OldestWorker, Known[^1]) > 0))
        {
            return new SchemaDiagnosis(
                SchemaFit.TooNew,
                $"the schema needs workers that know the migration {OldestWorker ?? Unknown[^1]}, and this one knows none after {Known[^1]}. Start a newer version");
        }

        if (Pending is [string first, ..])
        {
            return new SchemaDiagnosis(
                SchemaFit.Outdated, $"the schema lacks {Pending.Count} of the migrations of this version, the first of them {first}. Apply them: ./tracker migrate");
        }

        return new SchemaDiagnosis(Unknown.Count > 0 ? SchemaFit.Newer : SchemaFit.Current, Problem: null);
    }

    /// <summary>Reads it by queries of one value each.</summary>
    internal static async Task<SchemaVersion> ReadAsync(Func<string, Task<object?>> scalar)
    {
        int tables = (int)(await scalar(TablesSql))!;
        string[] applied = tables > 0 ? (string[])(await scalar(AppliedSql))! : [];
        return new SchemaVersion(applied, tables > 1 ? (string?)await scalar(OldestWorkerSql) : null);
    }
}
