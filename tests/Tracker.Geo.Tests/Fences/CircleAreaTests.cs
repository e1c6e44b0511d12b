using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Fences;

/// <summary>The chord test always agrees with the great-circle distance.</summary>
public sealed class CircleAreaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Chord_test_agrees_with_the_distance_to_the_last_bit_everywhere_on_earth(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 100_000; i++)
        {
            (double latitude, double longitude) = (Near(random, 90), Near(random, 180));
            PreparedPoint point = random.Next(3) switch
            {
                0 => new PreparedPoint(Near(random, 90), Near(random, 180)),
                1 => new PreparedPoint(-latitude, longitude > 0 ? longitude - 180 : longitude + 180),
                _ => new PreparedPoint(Math.Clamp(latitude + Step(random), -90, 90), Math.Clamp(longitude + Step(random), -180, 180)),
            };
            double distance = Earth.DistanceMetres(latitude, longitude, point.Latitude, point.Longitude);
            double[] radii =
            [
                distance,
                Math.BitDecrement(distance),
                Math.BitIncrement(distance),
                distance + Step(random),
                distance * (1 + Step(random)),
            ];
            foreach (double radius in radii.Where(radius => radius > 0 && radius <= Earth.MaxDistanceMetres))
            {
                bool holds = FenceArea.Of(new CircleShape(latitude, longitude, radius)).Contains(point);
                Assert.True(holds == (distance <= radius), $"({longitude:R}, {latitude:R}), {radius:R} m; ({point.Longitude:R}, {point.Latitude:R}): {holds}");
            }
        }
    }

    // Steps of all sizes, from far below a micrometre upwards.
    private static double Step(Random random) => (random.Next(2) == 0 ? 1 : -1) * Math.Pow(10, (18 * random.NextDouble()) - 17);

    private static double Near(Random random, double most) => random.Next(4) switch
    {
        0 => most - Math.Abs(Step(random)),
        1 => Math.Abs(Step(random)) - most,
        2 => random.Next(-(int)most, (int)most),
        _ => ((2 * random.NextDouble()) - 1) * most,
    };
}
