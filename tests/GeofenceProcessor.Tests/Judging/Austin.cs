using Tracker.Data.Fences;
using Tracker.Tests;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The fifteen fences over the city of the buses, valid always, with database ids that say nothing of their order.</summary>
internal static class Austin
{
    public static FenceVersion[] Fences()
    {
        using FileStream file = File.OpenRead(RealData.Path("fences", "austin.geojson"));
        return
        [
            .. GeoJsonFences.Read(file).Select((fence, i) => new FenceVersion(
                1000 - i, fence.Key, 1, FenceVersion.Always.From, FenceVersion.Always.To, fence.Shape, fence.EffectiveMarginMetres)),
        ];
    }
}
