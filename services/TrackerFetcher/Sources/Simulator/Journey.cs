namespace TrackerFetcher.Sources.Simulator;

/// <summary>Where a tracker is and how it moves.</summary>
internal readonly record struct Motion(Spot Spot, double SpeedMetresPerSecond, double HeadingDegrees);

/// <summary>
/// One cycle of a tracker: it stands at a place, then drives along the streets (north, east, north) to the next, where the
/// next cycle begins. A drive is short against the cycle, so the pause is always a stay.
/// </summary>
internal readonly record struct Journey
{
    public static readonly TimeSpan Cycle = TimeSpan.FromMinutes(36);

    private const double Block = 200;
    private const double ParkingMetres = 40;

    private readonly Spot _from;
    private readonly Spot _to;
    private readonly double _street;
    private readonly double _length;
    private readonly double _driveSeconds;

    public Journey(long seed, int tracker, long cycle)
    {
        _from = StopAt(seed, tracker, cycle);
        _to = StopAt(seed, tracker, cycle + 1);
        double south = Math.Min(_from.North, _to.North);
        double north = Math.Max(_from.North, _to.North);
        double between = south + (Dice.Roll(seed, Dice.Throw.Street, tracker, cycle) * (north - south));
        _street = Math.Clamp(Math.Round(between / Block) * Block, south, north);
        _length = Math.Abs(_to.East - _from.East) + (north - south);

        // Between 7 and 10 m/s on the whole; half as much again in the middle.
        _driveSeconds = _length / (7 + (3 * Dice.Roll(seed, Dice.Throw.Pace, tracker, cycle)));
    }

    /// <summary>The motion so long after the cycle's begin.</summary>
    public Motion After(TimeSpan elapsed)
    {
        double driven = elapsed.TotalSeconds - (Cycle.TotalSeconds - _driveSeconds);
        if (driven <= 0 || _driveSeconds < 1)
        {
            return new Motion(_from, 0, 0);
        }

        // Speed rises from 0 and falls to 0 again: 3u² - 2u³ of the way after the share u of the time.
        double u = Math.Min(1, driven / _driveSeconds);
        double way = u * u * (3 - (2 * u)) * _length;
        double speed = 6 * u * (1 - u) * _length / _driveSeconds;
        double toStreet = Math.Abs(_street - _from.North);
        double along = Math.Abs(_to.East - _from.East);
        if (way <= toStreet)
        {
            int sign = Math.Sign(_street - _from.North);
            return new Motion(_from with { North = _from.North + (sign * way) }, speed, sign < 0 ? 180 : 0);
        }

        if (way <= toStreet + along)
        {
            int sign = Math.Sign(_to.East - _from.East);
            return new Motion(new Spot(_from.East + (sign * (way - toStreet)), _street), speed, sign < 0 ? 270 : 90);
        }

        int last = Math.Sign(_to.North - _street);
        return new Motion(_to with { North = _street + (last * (way - toStreet - along)) }, speed, last < 0 ? 180 : 0);
    }

    private static Spot StopAt(long seed, int tracker, long cycle)
    {
        double place = Dice.Roll(seed, Dice.Throw.Place, tracker, cycle) * Town.Places.Count;
        double angle = Dice.Roll(seed, Dice.Throw.Parking, tracker, cycle) * Math.Tau;
        return Town.Places[(int)place] + new Spot(ParkingMetres * Math.Cos(angle), ParkingMetres * Math.Sin(angle));
    }
}
