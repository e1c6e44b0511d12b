using Tracker.Data.Fences;
using Tracker.Tests.Days;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The fences of a day, valid always, with database ids that say nothing of their order.</summary>
internal static class DayFences
{
    public static FenceVersion[] Of(LocationDay day)
    {
        using FileStream file = File.OpenRead(day.Fences);
        return
        [
            .. GeoJsonFences.Read(file).Select((fence, i) => new FenceVersion(
                1000 - i, fence.Key, 1, FenceVersion.Always.From, FenceVersion.Always.To, fence.Shape, fence.EffectiveMarginMetres)),
        ];
    }
}
