using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>
/// The one meter of the process, never disposed of. OpenTelemetry takes meters of one name for one: if each database had its own, the
/// first that closes would end the metrics of the others. Counters and histograms add up all databases; what is observed is that of the
/// database opened last.
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
