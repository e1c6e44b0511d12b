using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Tests.Fences;

/// <summary>The straight line through the sphere never says anything else than the distance on it.</summary>
public sealed class Circles_to_the_last_bit
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_place_at_the_radius_is_inside_and_one_the_least_bit_further_is_not_wherever_on_earth(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 100_000; i++)
        {
            (double latitude, double longitude) = (Near(random, 90), Near(random, 180));
            Place place = random.Next(3) switch
            {
                0 => new Place(Near(random, 90), Near(random, 180)),
                1 => new Place(-latitude, longitude > 0 ? longitude - 180 : longitude + 180),
                _ => new Place(Math.Clamp(latitude + Step(random), -90, 90), Math.Clamp(longitude + Step(random), -180, 180)),
            };
            double distance = Earth.DistanceMetres(latitude, longitude, place.Latitude, place.Longitude);
            double[] radii =
            [
                distance,
                Math.BitDecrement(distance),
                Math.BitIncrement(distance),
                distance + Step(random),
                distance * (1 + Step(random)),
            ];
            foreach (double radius in radii.Where(radius => radius > 0 && radius <= Earth.LongestDistanceMetres))
            {
                bool holds = FenceArea.Of(new CircleShape(latitude, longitude, radius)).Holds(place);
                Assert.True(holds == (distance <= radius), $"({longitude:R}, {latitude:R}), {radius:R} m; ({place.Longitude:R}, {place.Latitude:R}): {holds}");
            }
        }
    }

    // Of all sizes, from far below a micrometre on.
    private static double Step(Random random) => (random.Next(2) == 0 ? 1 : -1) * Math.Pow(10, (18 * random.NextDouble()) - 17);

    private static double Near(Random random, double most) => random.Next(4) switch
    {
        0 => most - Math.Abs(Step(random)),
        1 => Math.Abs(Step(random)) - most,
        2 => random.Next(-(int)most, (int)most),
        _ => ((2 * random.NextDouble()) - 1) * most,
    };
}
