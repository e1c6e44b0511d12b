using LocationAggregator.Tracks;
using Tracker.Geo.Geodesy;

namespace LocationAggregator.Tests.Tracks;

public sealed class GreatCircleSegmentTests
{
    [Fact]
    public void Distance_from_a_segment_is_that_of_the_earth_model()
    {
        GreatCircleSegment segment = new(UnitVector.Of(0, 0), UnitVector.Of(0, 1));
        Assert.Equal(Earth.DistanceMetres(0.01, 0.5, 0, 0.5), segment.DistanceMetres(UnitVector.Of(0.01, 0.5)), tolerance: 1e-3);
        Assert.Equal(Earth.DistanceMetres(0, 1.5, 0, 1), segment.DistanceMetres(UnitVector.Of(0, 1.5)), tolerance: 1e-3);
    }
}
