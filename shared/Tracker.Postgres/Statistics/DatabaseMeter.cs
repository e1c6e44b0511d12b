using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>
/// The meter of all databases of the process, never disposed of. OpenTelemetry treats meters with the same name as one: with a meter per
/// database, disposing of one would end the metrics of the others. Counters and histograms include all databases; observable instruments
/// show the database that was opened last.
/// </summary>
internal static class DatabaseMeter
{
    public const string Name = "EFCore.ReadWriteSplitting";

    private static readonly DatabaseStatistics None =
        new(string.Empty, TimeSpan.Zero, [], [], [], [], [], Retries: 0, new FallbackStatistics(Limit: 0, Inside: 0, Refused: 0));

    private static ImmutableList<Func<DatabaseStatistics>> _open = [];

    static DatabaseMeter() => DatabaseMetrics.Publish(Shared, ReadNewest);

    public static Meter Shared { get; } = new(Name);

    public static void Add(Func<DatabaseStatistics> read) => ImmutableInterlocked.Update(ref _open, static (open, added) => open.Add(added), read);

    public static void Remove(Func<DatabaseStatistics> read) =>
        ImmutableInterlocked.Update(ref _open, static (open, removed) => open.Remove(removed), read);

    private static DatabaseStatistics ReadNewest() => Volatile.Read(ref _open) is [.., var newest] ? newest() : None;
}
