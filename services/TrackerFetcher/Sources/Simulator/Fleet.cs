using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Simulator;

/// <summary>What each tracker reports at a moment: its place with a receiver's error, a function of the seed.</summary>
internal sealed class Fleet(SimulatorOptions options)
{
    private readonly Town _town = new(options.Latitude, options.Longitude);
    private readonly string?[] _keys = new string?[options.Trackers];
    private readonly (long Cycle, Journey Journey)[] _journeys = new (long, Journey)[options.Trackers];

    public NewReport ReportOf(Delivery delivery)
    {
        int tracker = delivery.Tracker;
        Motion motion = MotionOf(tracker, delivery.RecordedAt);

        // One fix in 50 is coarse, as between high houses.
        double coarse = Roll(Dice.Throw.Coarse, delivery) < 0.02 ? 35 : 0;
        double accuracy = Math.Round(4 + coarse + (8 * Roll(Dice.Throw.Accuracy, delivery)), 1);

        // A normal error in the plane (Box and Muller), of that standard deviation on each axis over the root of 2.
        double radius = accuracy * Math.Sqrt(-Math.Log(1 - Roll(Dice.Throw.NoiseRadius, delivery)));
        (double sin, double cos) = Math.SinCos(Roll(Dice.Throw.NoiseDirection, delivery) * Math.Tau);
        Spot seen = motion.Spot + new Spot(radius * cos, radius * sin);
        return new NewReport
        {
            TrackerKey = _keys[tracker] ??= $"{options.KeyPrefix}{tracker + 1:D4}",
            RecordedAt = delivery.RecordedAt,
            Latitude = Math.Round(_town.LatitudeOf(seen), 7),
            Longitude = Math.Round(_town.LongitudeOf(seen), 7),
            AccuracyMetres = accuracy,
            SpeedMetresPerSecond = Math.Round(motion.SpeedMetresPerSecond, 2),
            HeadingDegrees = motion.SpeedMetresPerSecond > 0 ? motion.HeadingDegrees : null,
            BatteryPercent = BatteryOf(tracker, delivery.RecordedAt),
        };
    }

    /// <summary>Where the tracker truly is.</summary>
    public Motion MotionOf(int tracker, DateTime at)
    {
        double phase = Dice.Roll(options.Seed, Dice.Throw.CyclePhase, tracker, 0);
        long ticks = (at - DateTime.UnixEpoch).Ticks + (long)(phase * Journey.Cycle.Ticks);
        long cycle = Math.DivRem(ticks, Journey.Cycle.Ticks, out long elapsed);
        if (_journeys[tracker].Cycle != cycle)
        {
            _journeys[tracker] = (cycle, new Journey(options.Seed, tracker, cycle));
        }

        return _journeys[tracker].Journey.After(TimeSpan.FromTicks(elapsed));
    }

    // Empty to a tenth within 20 hours, then charged for four.
    private double BatteryOf(int tracker, DateTime at)
    {
        double hours = ((at - DateTime.UnixEpoch).TotalHours + (24 * Dice.Roll(options.Seed, Dice.Throw.Battery, tracker, 0))) % 24;
        return Math.Round(hours < 20 ? 100 - (90 * hours / 20) : 10 + (90 * (hours - 20) / 4));
    }

    private double Roll(Dice.Throw question, Delivery delivery) => Dice.Roll(options.Seed, question, delivery.Tracker, delivery.Slot);
}
