using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Migrations;

namespace Tracker.Data.Tests.Migrations;

public sealed class SchemaVersionTests
{
    private const string Future = "20990101000000_Future";
    private static readonly string Latest = SchemaVersion.Known[^1];

    public static TheoryData<string[], string?, SchemaFit, bool> Schemas() => new()
    {
        { [], null, SchemaFit.Empty, false },
        { [.. SchemaVersion.Known], Latest, SchemaFit.Current, true },
        { [.. SchemaVersion.Known.SkipLast(1)], "", SchemaFit.Outdated, false },
        { [.. SchemaVersion.Known, Future], Latest, SchemaFit.Newer, true },
        { [.. SchemaVersion.Known, Future], Future, SchemaFit.TooNew, false },
        { [.. SchemaVersion.Known, Future], null, SchemaFit.TooNew, false },
        { [.. SchemaVersion.Known.SkipLast(1), Future], "", SchemaFit.Outdated, false },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Workers_run_on_their_own_schema_and_on_a_newer_one_that_allows_them(string[] applied, string? oldestWorker, SchemaFit fit, bool canRun)
    {
        SchemaDiagnosis diagnosis = new SchemaVersion(applied, oldestWorker).Diagnose();

        Assert.Equal((fit, canRun), (diagnosis.Fit, diagnosis.CanRun));
    }

    [Fact]
    public void Every_migration_states_the_oldest_worker_which_is_no_newer_than_itself_and_no_older_than_the_one_before()
    {
        Type[] migrations = [.. typeof(SchemaVersion).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Migration)) && !type.IsAbstract)];
        Assert.All(migrations, migration => Assert.True(migration.IsSubclassOf(typeof(TrackerMigration)), migration.Name));
        string before = "";
        foreach (Type migration in migrations.OrderBy(Id, StringComparer.Ordinal))
        {
            string oldest = migration.GetCustomAttribute<OldestWorkerAttribute>()!.Migration;
            Assert.Contains(oldest, SchemaVersion.Known);
            Assert.True(string.CompareOrdinal(oldest, Id(migration)) <= 0, migration.Name);
            Assert.True(string.CompareOrdinal(oldest, before) >= 0, migration.Name);
            before = oldest;
        }
    }

    private static string Id(Type migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;
}
